//! Colours where they are wanted, and marks that tell without them; texts cut to their room.

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;

use crate::ui::{Tone, Ui};

/// The style of a tone; without colours bold or faint letters.
pub(super) fn tone(tone: Tone, ui: &Ui) -> Style {
    let color = match tone {
        Tone::Good => Some(Color::Green),
        Tone::Doubtful => Some(Color::Yellow),
        Tone::Bad => Some(Color::Red),
        Tone::Faint => None,
    };
    let style = match tone {
        Tone::Faint => Style::new().add_modifier(Modifier::DIM),
        _ => bold(),
    };
    match color.filter(|_| ui.is_colored()) {
        Some(color) => style.fg(color),
        None => style,
    }
}

pub(super) fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

/// What is in front: seen in every terminal.
pub(super) fn reversed() -> Style {
    Style::new().add_modifier(Modifier::REVERSED)
}

/// How many cells a text fills.
pub(super) fn width(text: &str) -> usize {
    Span::raw(text).width()
}

/// The text in exactly so many cells: cut with an ellipsis, or filled up.
pub(super) fn fit(text: &str, room: usize) -> String {
    let mut cut = cut(text, room);
    let filled = width(&cut);
    cut.extend(std::iter::repeat_n(' ', room.saturating_sub(filled)));
    cut
}

/// The text in at most so many cells.
pub(super) fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let (mut cut, mut filled) = (String::new(), 0);
    let mut letter = [0_u8; 4];
    // Letters of no width may be many.
    for c in text.chars().take(room * 4) {
        let wide = width(c.encode_utf8(&mut letter));
        if filled + wide + 1 > room {
            break;
        }
        filled += wide;
        cut.push(c);
    }
    if room > 0 {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::{cut, fit, width};

    #[test]
    fn a_text_fills_its_room_and_no_more() {
        assert_eq!(fit("Quyết định", 12), "Quyết định  ");
        assert_eq!(fit("Quyết định", 6), "Quyết…");
        assert_eq!(cut("abc", 0), "");
        assert_eq!(cut("abc", 1), "…");
        // Decomposed letters and wide ones.
        assert_eq!(width(&fit("Quye\u{302}\u{301}t", 4)), 4);
        assert_eq!(width(&fit("公文公文", 5)), 5);
    }
}
