//! A look made ready to be drawn at any size: texts filled, signs chosen; and its content.

use std::fmt::Write as _;

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use qrcode::{EcLevel, QrCode};

use super::embed::Embedded;
use super::error::LookError;
use super::font::Glyphs;
use super::length::Length;
use super::look::{Align, Border, Color, Look, PicturePlace};
use super::stream::{compressed, name, put_picture};
use super::template::{self, Values};
use super::text::{self, Block, LEADING};
use crate::pdf::error::PdfError;
use crate::pdf::increment::Increment;
use crate::pdf::patches::Patch;
use crate::pdf::placeholder::number;

/// Between parts of a look, and from a border or the edge of a ground to what is inside, in points.
const GAP: f32 = 4.0;
const PADDING: f32 = 3.0;

/// What a picture takes at most of the width beside text, and of the height above it.
const BESIDE: f32 = 0.4;
const ABOVE: f32 = 0.6;

/// Where the look decides its own size: of a picture alone, beside text, of a QR code and the
/// widest line of text, in points.
const PICTURE_HEIGHT: f32 = 60.0;
const QR_SIDE: f32 = 57.0;
const WIDEST_LINE: f32 = 220.0;
const NATURAL_SIZE: f32 = 10.0;

/// Sizes of text that are drawn, in points: smaller than this nobody can read, whatever the page.
const SIZES: std::ops::RangeInclusive<f32> = 1.0..=1000.0;

/// Modules of a QR code that stay light around it (ISO/IEC 18004 §5.3.8).
const QUIET: usize = 4;

/// A look whose texts are filled.
pub(super) struct Drawing<'l> {
    look: &'l Look,
    lines: Vec<String>,
    glyphs: Option<Glyphs>,
    font: Option<Embedded>,
    qr: Option<QrCode>,
}

/// A box with its corner at the lower left.
#[derive(Clone, Copy, Debug)]
struct Area {
    x: f32,
    y: f32,
    width: f32,
    height: f32,
}

/// The parts of a look where they come to stand.
struct Parts {
    picture: Option<Area>,
    qr: Option<Area>,
    text: Option<Area>,
}

impl<'l> Drawing<'l> {
    pub(super) fn new(look: &'l Look, values: &Values) -> Result<Self, LookError> {
        let filled = |text| template::lines(text, values, look.offset_minutes);
        let lines = look.text.as_deref().map(filled).transpose()?.unwrap_or_default();
        let mut drawing = Self { look, lines, glyphs: None, font: None, qr: None };
        if drawing.lines.iter().any(|line| !line.is_empty()) {
            let font = look.font.clone().unwrap_or_default();
            let glyphs = Glyphs::of(&font, &(drawing.lines.concat() + " "))?;
            drawing.font = Some(Embedded::new(font, &glyphs));
            drawing.glyphs = Some(glyphs);
        }
        if let Some(text) = &look.qr {
            let text = template::lines(text, values, look.offset_minutes)?.join("\n");
            let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M);
            drawing.qr = Some(code.map_err(|_| LookError::QrTooLong)?);
        }
        let nothing = drawing.glyphs.is_none() && drawing.qr.is_none() && look.picture.is_none();
        if nothing && look.border.is_none() && look.background.is_none() {
            return Err(LookError::Empty);
        }
        Ok(drawing)
    }

    fn inset(&self) -> f32 {
        let border = self.look.border.map_or(0.0, |border| border.width.to_points());
        let framed = self.look.border.is_some() || self.look.background.is_some();
        border + if framed { PADDING } else { 0.0 }
    }

    /// The size that it takes where nothing says one.
    pub(super) fn natural(&self) -> [f32; 2] {
        let size = self.look.font_size.map_or(NATURAL_SIZE, Length::to_points);
        let mut width = 0.0_f32;
        let mut height = 0.0_f32;
        if let Some(glyphs) = &self.glyphs {
            let widest = self.lines.iter().map(|line| glyphs.width(line) * size);
            width = widest.fold(0.0, f32::max).min(WIDEST_LINE).ceil();
            let block = text::fit(glyphs, &self.lines, Some(size), [width, f32::MAX]);
            height = block.map_or(size, |block| block.height().ceil());
        }
        if let Some(picture) = &self.look.picture {
            let aspect = picture.aspect();
            match (&self.glyphs, self.look.picture_place) {
                (None, _) => (width, height) = (PICTURE_HEIGHT * aspect, PICTURE_HEIGHT),
                (_, PicturePlace::Left) => {
                    let beside = (height.max(40.0) * aspect).min(width * BESIDE / (1.0 - BESIDE));
                    width += beside + GAP;
                    height = height.max(40.0);
                }
                (_, PicturePlace::Above) => height = height / (1.0 - ABOVE) + GAP,
                (_, PicturePlace::Behind) => {}
            }
        }
        if self.qr.is_some() {
            width += QR_SIDE + if width > 0.0 { GAP } else { 0.0 };
            height = height.max(QR_SIDE);
        }
        let inset = 2.0 * self.inset();
        [width.max(1.0) + inset, height.max(1.0) + inset]
    }

    fn parts(&self, [width, height]: [f32; 2]) -> Parts {
        let inset = self.inset();
        let (width, height) = ((width - 2.0 * inset).max(1.0), (height - 2.0 * inset).max(1.0));
        let mut rest = Area { x: inset, y: inset, width, height };
        let mut parts = Parts { picture: None, qr: None, text: None };
        if self.qr.is_some() {
            let others = self.glyphs.is_some() || self.look.picture.is_some();
            let most = if others { rest.width * 0.5 } else { rest.width };
            let side = rest.height.min(most);
            let x = if others {
                rest.x + rest.width - side
            } else {
                rest.x + (rest.width - side) / 2.0
            };
            parts.qr =
                Some(Area { x, y: rest.y + (rest.height - side) / 2.0, width: side, height: side });
            rest.width = (rest.width - side - GAP).max(1.0);
        }
        if let Some(picture) = &self.look.picture {
            let aspect = picture.aspect();
            let mut room = rest;
            match self.look.picture_place {
                _ if self.glyphs.is_none() => {}
                PicturePlace::Left => {
                    room.width = (rest.height * aspect).min(rest.width * BESIDE);
                    rest.x += room.width + GAP;
                    rest.width = (rest.width - room.width - GAP).max(1.0);
                }
                PicturePlace::Above => {
                    room.height = rest.height * ABOVE;
                    room.y = rest.y + rest.height - room.height;
                    rest.height = (rest.height - room.height - GAP / 2.0).max(1.0);
                }
                PicturePlace::Behind => {}
            }
            parts.picture = Some(centred(room, aspect));
        }
        parts.text = self.glyphs.is_some().then_some(rest);
        parts
    }

    /// What hides whatever lies under it in a box of a size, left, bottom, right, top of each; and
    /// where dark ink does that hides much where there is much of it.
    pub(super) fn opaque(&self, size: [f32; 2]) -> (Vec<[f32; 4]>, Vec<[f32; 4]>) {
        let [width, height] = size;
        if self.look.background.is_some() {
            return (vec![[0.0, 0.0, width, height]], Vec::new());
        }
        let parts = self.parts(size);
        let edges = |Area { x, y, width, height }: Area| [x, y, x + width, y + height];
        let mut places: Vec<[f32; 4]> = parts.qr.map(edges).into_iter().collect();
        let (Some(area), Some(picture)) = (parts.picture, &self.look.picture) else {
            return (places, Vec::new());
        };
        if picture.hides() {
            places.push(edges(area));
            return (places, Vec::new());
        }
        let Area { x, y, width, height } = area;
        let within =
            |[l, b, r, t]: [f32; 4]| [x + l * width, y + b * height, x + r * width, y + t * height];
        let (light, dark): (Vec<_>, Vec<_>) =
            picture.patches().into_iter().partition(Patch::is_light);
        places.extend(light.into_iter().map(|patch| within(patch.place)));
        (places, dark.into_iter().map(|patch| within(patch.place)).collect())
    }

    /// The content for a box of a size.
    fn content(&self, size: [f32; 2]) -> Result<String, LookError> {
        let mut out = String::new();
        let [width, height] = size;
        if let Some(ground) = self.look.background {
            let _ = writeln!(out, "{} 0 0 {} {} re f", fill(ground), plain(width), plain(height));
        }
        let parts = self.parts(size);
        if let Some(area) = parts.picture {
            let Area { x, y, width, height } = area;
            let turned = self.look.picture.as_ref().map(|picture| picture.orientation.matrix());
            let [a, b, c, d, e, f] = turned.unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
            let placed = [a * width, b * height, c * width, d * height];
            let placed = placed.into_iter().chain([x + e * width, y + f * height]);
            let placed: Vec<String> = placed.map(plain).collect();
            let _ = writeln!(out, "q {} cm /Im Do Q", placed.join(" "));
        }
        let ink = self.look.color.unwrap_or(Color::BLACK);
        if let (Some(area), Some(code)) = (parts.qr, &self.qr) {
            qr(&mut out, code, area, ink);
        }
        if let (Some(area), Some(glyphs), Some(font)) = (parts.text, &self.glyphs, &self.font) {
            let asked = self.look.font_size.map(Length::to_points);
            if asked.is_some_and(|size| !SIZES.contains(&size)) {
                return Err(LookError::BadLength);
            }
            let block = text::fit(glyphs, &self.lines, asked, [area.width, area.height])?;
            out.push_str(&fill(ink));
            self.write_text(&mut out, &block, area, glyphs, font);
        }
        if let Some(Border { width: line, color }) = self.look.border {
            let line = line.to_points();
            if !(line > 0.0 && line * 2.0 < width.min(height)) {
                return Err(LookError::BadLength);
            }
            let [red, green, blue] = parts_of(color);
            let [x, w, h] = [line / 2.0, width - line, height - line].map(plain);
            let _ = writeln!(out, "{red} {green} {blue} RG {} w {x} {x} {w} {h} re S", plain(line));
        }
        Ok(out)
    }

    fn write_text(
        &self,
        out: &mut String,
        block: &Block,
        area: Area,
        glyphs: &Glyphs,
        font: &Embedded,
    ) {
        let size = block.size;
        let rise = glyphs.metrics.ascent + glyphs.metrics.descent;
        // The middle of ascent and descent stands in the middle of a line.
        let baseline = size * (LEADING / 2.0 + rise / 2000.0);
        let top = area.y + (area.height + block.height()) / 2.0;
        let _ = writeln!(out, "BT /F {} Tf", plain(size));
        for (index, line) in block.lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
            let free = area.width - glyphs.width(line) * size;
            let x = area.x
                + match self.look.align {
                    Align::Left => 0.0,
                    Align::Center => free / 2.0,
                    Align::Right => free,
                };
            let y = top - index as f32 * size * LEADING - baseline;
            let _ = writeln!(out, "1 0 0 1 {} {} Tm {} Tj", plain(x), plain(y), font.encoded(line));
        }
        out.push_str("ET\n");
    }

    /// Writes what all forms of the look draw with.
    pub(super) fn put_resources(
        &self,
        increment: &mut Increment<'_>,
    ) -> Result<Dictionary, PdfError> {
        let mut resources = Dictionary::new();
        if let Some(font) = &self.font {
            resources.set("Font", dictionary! { "F" => font.put(increment)? });
        }
        if let Some(picture) = &self.look.picture {
            let id = put_picture(increment, picture)?;
            resources.set("XObject", dictionary! { "Im" => id });
        }
        Ok(resources)
    }

    /// Writes the look as a form XObject of a size, upright on a page that is shown turned.
    pub(super) fn put_form(
        &self,
        increment: &mut Increment<'_>,
        resources: &Dictionary,
        size: [f32; 2],
        turns: u8,
    ) -> Result<ObjectId, PdfError> {
        let [width, height] = size;
        let mut form = dictionary! {
            "Type" => name("XObject"),
            "Subtype" => name("Form"),
            "BBox" => [0.0, 0.0, width, height].map(number).to_vec(),
            "Resources" => resources.clone(),
        };
        // Its box stays where it is, so that readers that do not fit it show it as well.
        let matrix = match turns {
            1 => Some([0.0, 1.0, -1.0, 0.0, height, 0.0]),
            2 => Some([-1.0, 0.0, 0.0, -1.0, width, height]),
            3 => Some([0.0, -1.0, 1.0, 0.0, 0.0, width]),
            _ => None,
        };
        if let Some(matrix) = matrix {
            form.set("Matrix", matrix.map(number).to_vec());
        }
        let content = self.content(size)?;
        let id = increment.alloc()?;
        let stream: Stream = compressed(form, content.as_bytes());
        increment.put_object(id, &Object::Stream(stream));
        Ok(id)
    }
}

/// As large as fits, in the middle.
fn centred(room: Area, aspect: f32) -> Area {
    let width = room.width.min(room.height * aspect);
    let height = width / aspect;
    let x = room.x + (room.width - width) / 2.0;
    let y = room.y + (room.height - height) / 2.0;
    Area { x, y, width, height }
}

/// Dark modules as rectangles, one for a run of a row, on a light ground.
fn qr(out: &mut String, code: &QrCode, area: Area, ink: Color) {
    let modules = code.width();
    let step = area.width / (modules + 2 * QUIET) as f32;
    let Area { x, y, width, height } = area;
    let _ = writeln!(out, "1 g {} {} {} {} re f", plain(x), plain(y), plain(width), plain(height));
    out.push_str(&fill(ink));
    let colours = code.to_colors();
    for (row, line) in colours.chunks(modules.max(1)).enumerate() {
        let bottom = y + height - step * (row + QUIET + 1) as f32;
        let mut column = 0;
        for run in line.chunk_by(|one, other| one == other) {
            if run.first() == Some(&qrcode::Color::Dark) {
                let left = x + step * (column + QUIET) as f32;
                let [left, bottom, width, height] =
                    [left, bottom, step * run.len() as f32, step].map(plain);
                let _ = writeln!(out, "{left} {bottom} {width} {height} re");
            }
            column += run.len();
        }
    }
    out.push_str("f\n");
}

fn parts_of(Color(parts): Color) -> [String; 3] {
    parts.map(|part| plain(f32::from(part) / 255.0))
}

/// Sets the colour of what is filled; grey by its one part, which black ink needs alone.
fn fill(color: Color) -> String {
    let [red, green, blue] = parts_of(color);
    if red == green && green == blue {
        format!("{red} g\n")
    } else {
        format!("{red} {green} {blue} rg\n")
    }
}

/// A number with as many digits as it needs, four behind the point at most.
fn plain(value: f32) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
