//! A forgiving reader of tags: one pass over HTML, or over XML however broken, without building a tree.
//!
//! The tokenizer of html5ever never fails and takes time in proportion to the text, whatever its nesting; it
//! knows no entities but HTML's, so an XML bomb is only text.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
};
use std::cell::RefCell;

/// Bytes handed to the tokenizer at once, so that a large file is not held twice.
const CHUNK: usize = 64 << 10;

/// What is read: the one difference lies in the elements whose content is not markup.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Html,
    Xml,
}

/// Receives tags and text in order.
pub trait Listener {
    fn open(&mut self, name: &str, tag: &Tag);
    fn close(&mut self, name: &str);
    fn text(&mut self, text: &str);
    /// Nothing more is wanted.
    fn is_done(&self) -> bool {
        false
    }
}

/// Reads `text` to its end, or until the listener has enough.
pub fn scan(text: &str, kind: Kind, listener: &mut dyn Listener) {
    let sink = Sink { kind, listener: RefCell::new(listener) };
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = text;
    while !rest.is_empty() && !tokenizer.sink.listener.borrow().is_done() {
        let mut cut = rest.len().min(CHUNK);
        while !rest.is_char_boundary(cut) {
            cut -= 1;
        }
        let (chunk, left) = rest.split_at(cut);
        rest = left;
        queue.push_back(StrTendril::from(chunk));
        // A script or a charset declaration pauses the tokenizer; it only wants to be called again.
        while !queue.is_empty() {
            let _ = tokenizer.feed(&queue);
        }
    }
    tokenizer.end();
}

/// The value of an attribute, its name in lower case, as the tokenizer writes it.
pub fn attribute<'t>(tag: &'t Tag, name: &str) -> Option<&'t str> {
    tag.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| &*attr.value)
}

struct Sink<'l> {
    kind: Kind,
    listener: RefCell<&'l mut dyn Listener>,
}

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut listener = self.listener.borrow_mut();
        match token {
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
                if tag.kind == TagKind::EndTag {
                    listener.close(name);
                    return TokenSinkResult::Continue;
                }
                listener.open(name, &tag);
                if tag.self_closing && self.kind == Kind::Xml {
                    listener.close(name);
                }
                if self.kind == Kind::Html {
                    return raw_content(name);
                }
            }
            Token::CharacterTokens(text) => listener.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        // CDATA is text in XML and a comment in HTML.
        self.kind == Kind::Xml
    }
}

fn raw_content(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}
