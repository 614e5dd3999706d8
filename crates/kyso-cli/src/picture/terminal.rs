//! A picture in a terminal: by kitty's or iTerm2's protocol or as sixels where the terminal is
//! known to take them, else in half blocks of colour.

use std::env;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Picture;

/// Bytes of base64 that kitty takes at once.
const KITTY_CHUNK: usize = 4096;

/// Columns of a picture in half blocks where the terminal's width is not known.
const COLUMNS: u32 = 80;

/// How a terminal shows pictures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Protocol {
    Kitty,
    Iterm2,
    Sixel,
    HalfBlocks,
}

impl Protocol {
    /// By what terminals say of themselves in the environment. Inside a multiplexer pictures do
    /// not come through.
    fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| variable(name).unwrap_or_default();
        let (term, program) = (value("TERM"), value("TERM_PROGRAM"));
        if term.starts_with("tmux") || term.starts_with("screen") {
            Self::HalfBlocks
        } else if variable("KITTY_WINDOW_ID").is_some()
            || term.contains("kitty")
            || program == "ghostty"
        {
            Self::Kitty
        } else if ["iTerm.app", "WezTerm", "mintty"].contains(&program.as_str()) {
            Self::Iterm2
        } else if term.contains("sixel") || term.starts_with("foot") || term == "mlterm" {
            Self::Sixel
        } else {
            Self::HalfBlocks
        }
    }
}

/// How this terminal shows pictures.
pub(super) fn protocol() -> &'static str {
    match Protocol::of(|name| env::var(name).ok()) {
        Protocol::Kitty => "kitty",
        Protocol::Iterm2 => "iterm2",
        Protocol::Sixel => "sixel",
        Protocol::HalfBlocks => "half-blocks",
    }
}

/// What to write to the terminal; `None` where the picture cannot be read.
pub(crate) fn show(picture: &Picture) -> Option<Vec<u8>> {
    let mut out = match Protocol::of(|name| env::var(name).ok()) {
        Protocol::Kitty => kitty(&picture.png, "a=T,f=100,"),
        Protocol::Iterm2 => iterm2(&picture.png, ""),
        Protocol::Sixel => sixel(&Pixels::read(&picture.png)?),
        Protocol::HalfBlocks => {
            let width = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
            half_blocks(&Pixels::read(&picture.png)?.narrowed(width.unwrap_or(COLUMNS)))
        }
    };
    out.push('\n');
    Some(out.into_bytes())
}

/// Whether this terminal shows pictures other than in letters.
pub(super) fn is_sharp() -> bool {
    Protocol::of(|name| env::var(name).ok()) != Protocol::HalfBlocks
}

/// What to write to the terminal where a picture begins, so that it fills at most so many columns
/// and rows; `None` where it cannot be read, or the terminal shows letters alone.
pub(super) fn fitted(picture: &Picture, columns: u16, rows: u16) -> Option<Vec<u8>> {
    let (columns, rows) = fit(picture, columns, rows);
    let out = match Protocol::of(|name| env::var(name).ok()) {
        // The cursor stays where it is (C=1), and no answer is wanted (q=2).
        Protocol::Kitty => kitty(&picture.png, &format!("a=T,f=100,q=2,C=1,c={columns},r={rows},")),
        Protocol::Iterm2 => iterm2(&picture.png, &format!(";width={columns};height={rows}")),
        Protocol::Sixel => {
            sixel(&Pixels::read(&picture.png)?.narrowed(u32::from(columns) * CELL_WIDTH))
        }
        Protocol::HalfBlocks => return None,
    };
    Some(out.into_bytes())
}

/// Pixels of a cell, where nobody says: most fonts are twice as high as they are wide.
const CELL_WIDTH: u32 = 8;

/// How many cells a picture fills that keeps its shape.
fn fit(picture: &Picture, columns: u16, rows: u16) -> (u16, u16) {
    let (width, height) = (f64::from(picture.width.max(1)), f64::from(picture.height.max(1)));
    let wide = f64::from(columns).min(f64::from(rows) * 2.0 * width / height);
    let high = wide * height / width / 2.0;
    ((wide.floor() as u16).max(1), (high.ceil() as u16).clamp(1, rows.max(1)))
}

/// The picture so many columns wide, two pixels a cell: the upper and the lower colour of each.
pub(super) fn cells(picture: &Picture, columns: u16) -> Option<Vec<Vec<[[u8; 3]; 2]>>> {
    let pixels = Pixels::read(&picture.png)?.narrowed(u32::from(columns));
    let white = [255; 3];
    let at = |x, y| pixels.at(x, y).unwrap_or(white);
    let row = |y: u32| (0..pixels.width).map(|x| [at(x, y), at(x, y + 1)]).collect();
    Some((0..pixels.height).step_by(2).map(row).collect())
}

/// The terminal graphics protocol: PNG in pieces, each saying whether more follow.
fn kitty(png: &[u8], how: &str) -> String {
    let text = STANDARD.encode(png);
    let mut out = String::new();
    let mut rest = text.as_str();
    let mut head = how;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.len().min(KITTY_CHUNK));
        let more = u8::from(!after.is_empty());
        let _ = write!(out, "\x1b_G{head}m={more};{piece}\x1b\\");
        (rest, head) = (after, "");
    }
    out
}

/// iTerm2's inline images.
fn iterm2(png: &[u8], how: &str) -> String {
    format!("\x1b]1337;File=inline=1;size={}{how}:{}\x07", png.len(), STANDARD.encode(png))
}

/// Colours of each channel in a sixel picture.
const LEVELS: usize = 6;

/// Sixels (DEC STD 070): bands of six rows, each colour of a band in a pass of its own.
fn sixel(pixels: &Pixels) -> String {
    let mut out = String::from("\x1bPq");
    for index in 0..LEVELS.pow(3) {
        let percent = |step: usize| index / step % LEVELS * 100 / (LEVELS - 1);
        let (red, green, blue) = (percent(LEVELS * LEVELS), percent(LEVELS), percent(1));
        let _ = write!(out, "#{index};2;{red};{green};{blue}");
    }
    let level = |value: u8| (usize::from(value) * (LEVELS - 1) + 127) / 255;
    for top in (0..pixels.height).step_by(6) {
        let mut used: Vec<Option<Vec<u8>>> = vec![None; LEVELS.pow(3)];
        for x in 0..pixels.width {
            for bit in 0..6 {
                let Some([red, green, blue]) = pixels.at(x, top + bit) else { continue };
                let colour = (level(red) * LEVELS + level(green)) * LEVELS + level(blue);
                let Some(columns) = used.get_mut(colour) else { continue };
                let columns = columns.get_or_insert_with(|| vec![0; pixels.width as usize]);
                if let Some(column) = columns.get_mut(x as usize) {
                    *column |= 1 << bit;
                }
            }
        }
        for (colour, columns) in used.iter().enumerate() {
            if let Some(columns) = columns {
                let _ = write!(out, "#{colour}");
                runs(columns, &mut out);
                out.push('$');
            }
        }
        out.push('-');
    }
    out.push_str("\x1b\\");
    out
}

/// One colour of a band, runs counted.
fn runs(columns: &[u8], out: &mut String) {
    for run in columns.chunk_by(|a, b| a == b) {
        let sixel = char::from(63 + run.first().copied().unwrap_or_default());
        if run.len() > 3 {
            let _ = write!(out, "!{}{sixel}", run.len());
        } else {
            run.iter().for_each(|_| out.push(sixel));
        }
    }
}

/// Two pixels a character: the upper in the letter's colour, the lower behind it.
fn half_blocks(pixels: &Pixels) -> String {
    let mut out = String::new();
    for y in (0..pixels.height).step_by(2) {
        for x in 0..pixels.width {
            let white = [255; 3];
            let [r, g, b] = pixels.at(x, y).unwrap_or(white);
            let [lower_r, lower_g, lower_b] = pixels.at(x, y + 1).unwrap_or(white);
            let _ = write!(
                out,
                "\x1b[38;2;{r};{g};{b}m\x1b[48;2;{lower_r};{lower_g};{lower_b}m\u{2580}"
            );
        }
        out.push_str("\x1b[0m\n");
    }
    out
}

/// A picture as colours.
struct Pixels {
    width: u32,
    height: u32,
    /// Red, green, blue of each, row by row.
    colours: Vec<[u8; 3]>,
}

impl Pixels {
    /// Of a PNG that the drawing process made: eight bits, with or without alpha, on white.
    fn read(png: &[u8]) -> Option<Self> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().ok()?;
        let mut bytes = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut bytes).ok()?;
        let step = match (frame.color_type, frame.bit_depth) {
            (png::ColorType::Rgba, png::BitDepth::Eight) => 4,
            (png::ColorType::Rgb, png::BitDepth::Eight) => 3,
            _ => return None,
        };
        let colour = |pixel: &[u8]| match pixel {
            [red, green, blue, ..] => [*red, *green, *blue],
            _ => [255; 3],
        };
        let colours = bytes.chunks_exact(step).map(colour).collect();
        Some(Self { width: frame.width, height: frame.height, colours })
    }

    fn at(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        self.colours.get(y as usize * self.width as usize + x as usize).copied()
    }

    /// The same at most `width` pixels wide, each the mean of those it stands for.
    fn narrowed(&self, width: u32) -> Self {
        let width = width.clamp(1, self.width.max(1));
        let height =
            (u64::from(self.height) * u64::from(width) / u64::from(self.width.max(1))).max(1);
        let height = u32::try_from(height).unwrap_or(u32::MAX);
        let span = |at: u32, of: u32, all: u32| {
            let edge = |at: u32| (u64::from(at) * u64::from(all) / u64::from(of)) as u32;
            edge(at)..edge(at + 1).max(edge(at) + 1)
        };
        let mut colours = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let (mut sum, mut count) = ([0_u32; 3], 0);
                for row in span(y, height, self.height) {
                    for column in span(x, width, self.width) {
                        let Some(colour) = self.at(column, row) else { continue };
                        count += 1;
                        sum.iter_mut().zip(colour).for_each(|(sum, one)| *sum += u32::from(one));
                    }
                }
                colours.push(sum.map(|sum| (sum / count.max(1)) as u8));
            }
        }
        Self { width, height, colours }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Picture;
    use super::{Pixels, Protocol, fit, half_blocks, kitty, sixel};

    const RED: [u8; 3] = [255, 0, 0];
    const WHITE: [u8; 3] = [255; 3];

    #[test]
    fn a_terminal_is_known_by_what_it_says() {
        let of = |name: &'static str, value: &'static str| {
            Protocol::of(move |asked| (asked == name).then(|| value.to_owned()))
        };
        assert_eq!(of("TERM", "xterm-kitty"), Protocol::Kitty);
        assert_eq!(of("TERM_PROGRAM", "iTerm.app"), Protocol::Iterm2);
        assert_eq!(of("TERM", "foot"), Protocol::Sixel);
        assert_eq!(of("TERM", "xterm-256color"), Protocol::HalfBlocks);
        assert_eq!(of("TERM", "tmux-256color"), Protocol::HalfBlocks);
    }

    #[test]
    fn two_rows_make_a_line_of_half_blocks() {
        let pixels = Pixels { width: 1, height: 2, colours: vec![RED, WHITE] };
        let line = "\x1b[38;2;255;0;0m\x1b[48;2;255;255;255m\u{2580}\x1b[0m\n";
        assert_eq!(half_blocks(&pixels), line);
    }

    #[test]
    fn a_narrowed_picture_keeps_its_shape_and_colours() {
        let colours = vec![RED, RED, WHITE, WHITE, RED, RED, WHITE, WHITE];
        let small = Pixels { width: 4, height: 2, colours }.narrowed(2);
        assert_eq!((small.width, small.height), (2, 1));
        assert_eq!(small.colours, [RED, WHITE]);
    }

    #[test]
    fn sixels_set_a_bit_for_each_row() {
        let pixels = Pixels { width: 5, height: 2, colours: vec![RED; 10] };
        // The first two rows: bits 1 and 2 over 63, five times.
        assert!(sixel(&pixels).ends_with("#180!5B$-\x1b\\"), "{}", sixel(&pixels));
    }

    #[test]
    fn a_picture_fills_its_room_and_keeps_its_shape() {
        let picture = |width, height| Picture {
            page: 1,
            width,
            height,
            transform: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            png: Vec::new(),
        };
        // Cells are twice as high as they are wide.
        assert_eq!(fit(&picture(1000, 1414), 80, 21), (29, 21));
        assert_eq!(fit(&picture(1414, 1000), 80, 60), (80, 29));
        assert_eq!(fit(&picture(1, 4000), 80, 21), (1, 21));
        assert_eq!(fit(&picture(4000, 1), 0, 0), (1, 1));
    }

    #[test]
    fn kitty_is_told_when_more_follows() {
        let text = kitty(&[0; 5000], "a=T,f=100,");
        assert_eq!(text.matches("m=1;").count(), 1);
        assert_eq!(text.matches("m=0;").count(), 1);
        assert!(text.starts_with("\x1b_Ga=T,f=100,m=1;"));
    }
}
