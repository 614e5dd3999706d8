//! Usage lines no wider than a screen: clap wraps everything but these.

/// Columns, as clap takes them where it does not know the terminal.
const WIDTH: usize = 100;

/// Where the rest of a line begins.
const INDENT: &str = "       ";

/// `text` with its too long lines broken between words, or behind a bar between alternatives.
pub(crate) fn narrow(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut width = 0;
        for piece in line.split_inclusive([' ', '|']) {
            let length = piece.trim_end().chars().count();
            if width > INDENT.len() && width + length > WIDTH {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
                out.push_str(INDENT);
                width = INDENT.len();
            }
            out.push_str(piece);
            width += piece.chars().count();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::narrow;

    #[test]
    fn a_long_line_goes_on_below() {
        let short = "Usage: kyso sign [OPTIONS] <IN>...\n\nArguments:\n";
        assert_eq!(narrow(short), short);
        let long = format!("Usage: kyso {}<--a|--b> <IN>...\nnext\n", "<--option> ".repeat(8));
        let lines: Vec<String> = narrow(&long).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert_eq!(lines[1], "       <--a|--b> <IN>...");
    }
}
