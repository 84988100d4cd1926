//! What a person sees: text from outside made safe to print, and progress on a terminal only.

use super::Loudness;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    fmt::Write,
    io::{self, IsTerminal},
};

/// Text from outside with nothing in it that a terminal obeys: control characters and the marks that turn the
/// direction of writing are shown by their numbers. Line breaks and tabs stay.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(c),
            c if c.is_control() || turns_direction(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\u{FFFD}{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A bar over a known number of steps; nothing is drawn when standard error is no terminal.
pub fn progress_bar(steps: u64, of: &'static str, loudness: &Loudness) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}  {elapsed} (about {eta} left)");
    draw(ProgressBar::new(steps), style, of, loudness)
}

/// A count that runs, where the number of steps is not known.
pub fn spinner(of: &'static str, loudness: &Loudness) -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {pos} {msg}  {per_sec}  {elapsed}");
    draw(ProgressBar::new_spinner(), style, of, loudness)
}

fn draw(
    bar: ProgressBar,
    style: Result<ProgressStyle, indicatif::style::TemplateError>,
    of: &'static str,
    loudness: &Loudness,
) -> ProgressBar {
    if loudness.quiet || !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    bar.set_message(of);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A reader who has seen enough (`| head`) is no error; anything else that stops standard output is.
pub fn forgive_closed_pipe(written: io::Result<()>) -> miette::Result<()> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(miette::miette!(
            help = "make room, or send the output elsewhere",
            "standard output cannot be written: {error}"
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn escapes_lose_their_power_and_words_stay() {
        assert_eq!(
            printable("a\u{1b}[31mb\u{9b}2Jc\rd\u{202e}e"),
            "a\u{FFFD}001B[31mb\u{FFFD}009B2Jc\u{FFFD}000Dd\u{FFFD}202Ee"
        );
        assert_eq!(printable("£5 für\t“Öl”\nعربي 👩‍🔧"), "£5 für\t“Öl”\nعربي 👩‍🔧");
    }
}
