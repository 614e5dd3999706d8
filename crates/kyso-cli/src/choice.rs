//! Asks the person at the terminal which of several is meant.

use std::io::{BufRead, IsTerminal};

use crate::i18n::msg;
use crate::ui::Ui;

/// How often a person may mistype.
const ATTEMPTS: u32 = 3;

/// The index of the line that is chosen; `None` where nobody is there to choose, or does not.
pub(crate) fn of(lines: &[String], ui: &Ui) -> Option<usize> {
    let is_terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if !is_terminal {
        return None;
    }
    for (index, line) in lines.iter().enumerate() {
        ui.show(&format!("{:>3}  {line}", index + 1));
    }
    asked(std::io::stdin().lock(), lines.len(), || ui.ask(&msg::ask_which_key()))
}

fn asked(mut answers: impl BufRead, count: usize, ask: impl Fn()) -> Option<usize> {
    for _ in 0..ATTEMPTS {
        ask();
        let mut line = String::new();
        // The end of the input is a no.
        if answers.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let number = line.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        if let Some(index) = number.filter(|index| *index < count) {
            return Some(index);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn only_a_number_of_the_list_chooses() {
        let answer = |text: &str| asked(text.as_bytes(), 2, || {});
        assert_eq!(answer("2\n"), Some(1));
        assert_eq!(answer("0\nx\n 1 \n"), Some(0));
        assert_eq!(answer("3\n3\n3\n1\n"), None);
        assert_eq!(answer(""), None);
    }
}
