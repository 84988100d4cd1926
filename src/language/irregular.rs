//! Irregular verbs of English that the treebanks show too seldom for the exception list: past forms and participles.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The dictionary form of a past form or participle, also behind a prefix ("resold", "outbid").
pub(super) fn verb(low: &str) -> Option<String> {
    if let Some(lemma) = of_list(low) {
        return Some(lemma.to_owned());
    }
    PREFIXES.iter().find_map(|prefix| {
        let lemma = of_list(low.strip_prefix(prefix)?)?;
        Some(format!("{prefix}{lemma}"))
    })
}

fn of_list(form: &str) -> Option<&'static str> {
    FORMS.get(form).copied()
}

/// The list by form.
static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    LIST.iter().flat_map(|(lemma, forms)| forms.split(' ').map(move |form| (form, *lemma))).collect()
});

const PREFIXES: [&str; 11] = ["re-", "re", "out", "over", "under", "un", "mis", "fore", "with", "pre", "off"];

/// A verb and its irregular forms.
const LIST: &[(&str, &str)] = &[
    ("arise", "arose arisen"),
    ("awake", "awoke awoken"),
    ("bear", "bore borne"),
    ("beat", "beaten"),
    ("become", "became"),
    ("begin", "began begun"),
    ("bend", "bent"),
    ("bid", "bade bidden"),
    ("bind", "bound"),
    ("bite", "bit bitten"),
    ("blow", "blew blown"),
    ("break", "broke broken"),
    ("breed", "bred"),
    ("bring", "brought"),
    ("build", "built"),
    ("burn", "burnt"),
    ("buy", "bought"),
    ("catch", "caught"),
    ("choose", "chose chosen"),
    ("cling", "clung"),
    ("come", "came"),
    ("creep", "crept"),
    ("deal", "dealt"),
    ("dig", "dug"),
    ("do", "did done"),
    ("draw", "drew drawn"),
    ("drink", "drank drunk"),
    ("drive", "drove driven"),
    ("eat", "ate eaten"),
    ("fall", "fell fallen"),
    ("feed", "fed"),
    ("feel", "felt"),
    ("fight", "fought"),
    ("find", "found"),
    ("flee", "fled"),
    ("fling", "flung"),
    ("fly", "flew flown"),
    ("forbid", "forbade forbad forbidden"),
    ("foresee", "foresaw foreseen"),
    ("forget", "forgot forgotten"),
    ("forgo", "forwent forgone"),
    ("freeze", "froze frozen"),
    ("get", "got gotten"),
    ("give", "gave given"),
    ("go", "went gone"),
    ("grow", "grew grown"),
    ("hang", "hung"),
    ("have", "had"),
    ("hear", "heard"),
    ("hide", "hid hidden"),
    ("hold", "held"),
    ("keep", "kept"),
    ("know", "knew known"),
    ("lay", "laid"),
    ("lead", "led"),
    ("leave", "left"),
    ("lend", "lent"),
    ("light", "lit"),
    ("lose", "lost"),
    ("make", "made"),
    ("mean", "meant"),
    ("meet", "met"),
    ("pay", "paid"),
    ("prove", "proven"),
    ("ride", "rode ridden"),
    ("ring", "rang rung"),
    ("rise", "rose risen"),
    ("route", "routed routing"),
    ("run", "ran"),
    ("say", "said"),
    ("see", "saw seen"),
    ("seek", "sought"),
    ("sell", "sold"),
    ("send", "sent"),
    ("shake", "shook shaken"),
    ("shine", "shone"),
    ("shoot", "shot"),
    ("show", "shown"),
    ("shrink", "shrank shrunk"),
    ("sing", "sang sung"),
    ("sink", "sank sunk"),
    ("sit", "sat"),
    ("sleep", "slept"),
    ("slide", "slid"),
    ("speak", "spoke spoken"),
    ("speed", "sped"),
    ("spend", "spent"),
    ("spin", "spun"),
    ("spring", "sprang sprung"),
    ("stand", "stood"),
    ("steal", "stole stolen"),
    ("stick", "stuck"),
    ("strike", "struck stricken"),
    ("strive", "strove striven"),
    ("swear", "swore sworn"),
    ("sweep", "swept"),
    ("swell", "swollen"),
    ("swim", "swam swum"),
    ("swing", "swung"),
    ("take", "took taken"),
    ("teach", "taught"),
    ("tear", "tore torn"),
    ("tell", "told"),
    ("think", "thought"),
    ("throw", "threw thrown"),
    ("undergo", "underwent undergone"),
    ("understand", "understood"),
    ("wake", "woke woken"),
    ("wear", "wore worn"),
    ("weave", "wove woven"),
    ("win", "won"),
    ("wind", "wound"),
    ("write", "wrote written"),
];

#[cfg(test)]
mod tests {
    use super::verb;

    #[test]
    fn prefixes_are_seen_through() {
        for (form, lemma) in [
            ("resold", "resell"),
            ("forbade", "forbid"),
            ("withheld", "withhold"),
            ("re-sold", "re-sell"),
            ("overpaid", "overpay"),
        ] {
            assert_eq!(verb(form).as_deref(), Some(lemma));
        }
        assert_eq!(verb("walked"), None);
    }
}
