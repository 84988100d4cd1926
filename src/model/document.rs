//! A document: the article's text with its sentences, tokens, tags and arcs as notes in the margin.

use super::{article::Article, span::Span};
use std::ops::Range;

/// Makes a closed list of labels with their Universal Dependencies spelling.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($variant,)+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

labels! {
    /// Universal part-of-speech tags.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ",
        Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT",
        Sconj = "SCONJ", Sym = "SYM", Verb = "VERB", X = "X",
    }
}

labels! {
    /// Universal Dependencies relations, with the subtypes that English treebanks use.
    Rel {
        Root = "root", Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl",
        Advmod = "advmod", Amod = "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case",
        Cc = "cc", CcPreconj = "cc:preconj", Ccomp = "ccomp", Compound = "compound",
        CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop", Csubj = "csubj", CsubjOuter = "csubj:outer",
        CsubjPass = "csubj:pass", Dep = "dep", Det = "det", DetPredet = "det:predet", Discourse = "discourse",
        Dislocated = "dislocated", Expl = "expl", Fixed = "fixed", Flat = "flat", Goeswith = "goeswith",
        Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc",
        NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter = "nsubj:outer",
        NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
        OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
        Reparandum = "reparandum", Vocative = "vocative", Xcomp = "xcomp",
    }
}

/// Index of a token in `Document::tokens`.
pub type TokenId = usize;
/// Index of a sentence in `Document::sentences`.
pub type SentenceId = usize;

/// A word or mark. `pos`, `lemma`, `head` and `rel` hold only where the sentence was analysed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub pos: Upos,
    /// Dictionary form, lower case but for proper nouns.
    pub lemma: Box<str>,
    /// The governing token; `None` for the root of a sentence.
    pub head: Option<TokenId>,
    pub rel: Rel,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub span: Span,
    /// Its tokens, as a range of `Document::tokens`.
    pub tokens: Range<TokenId>,
    /// The block of the article it stands in; a sentence never crosses a block.
    pub block: usize,
    /// Whether tags, lemmas and arcs were computed (sentences that hold nothing of interest are left raw).
    pub analysed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityKind {
    Person,
    Organisation,
    Place,
}

/// A name of somebody or something, from the sequence tagger and the gazetteers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity {
    pub span: Span,
    pub kind: EntityKind,
}

/// The analysed article. It owns the text and never changes once `language` has made it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    pub article: Article,
    pub sentences: Vec<Sentence>,
    pub tokens: Vec<Token>,
    /// In order of start; they do not overlap.
    pub entities: Vec<Entity>,
}

impl Document {
    pub fn text(&self) -> &str {
        &self.article.text
    }

    /// The words at a span.
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.article.text)
    }

    pub fn word(&self, token: TokenId) -> &str {
        self.tokens.get(token).map_or("", |t| self.words(t.span))
    }

    /// The sentence that holds a byte offset, or the last that starts before it.
    pub fn sentence_at(&self, offset: u32) -> Option<SentenceId> {
        self.sentences.partition_point(|s| s.span.start <= offset).checked_sub(1)
    }

    /// The tokens that a span touches.
    pub fn tokens_in(&self, span: Span) -> Range<TokenId> {
        let from = self.tokens.partition_point(|t| t.span.end <= span.start);
        let to = self.tokens.partition_point(|t| t.span.start < span.end);
        from..to.max(from)
    }
}
