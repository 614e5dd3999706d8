//! Draws pages of the PDF on stdin and writes them to stdout.

use std::io::{self, Read, Write};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};

use super::wire::{self, MAX_SIDE};
use super::{Picture, Sharpness};

/// Pixels that a page should be wide: sharp enough on a screen and in print.
const WIDTH: f32 = 1_000.0;

/// Pixels of the longer side at the most, on a screen.
const SCREEN: f32 = 1_800.0;

/// Pixels a point at the most, for pages smaller than a stamp.
const MAX_SCALE: f32 = 4.0;

/// Room for the renderer's recursion.
const STACK: usize = 64 << 20;

/// Draws what can be drawn. Whoever asked sees by what comes back whether that is all.
pub(crate) fn run(pages: &[usize], sharpness: Sharpness) {
    bound();
    // A renderer's mistake is not this program's: nothing is said of it.
    std::panic::set_hook(Box::new(|_| {}));
    let pages = pages.to_vec();
    let drawing = std::thread::Builder::new().stack_size(STACK);
    if let Ok(drawing) = drawing.spawn(move || draw(&pages, sharpness)) {
        let _ = drawing.join();
    }
}

fn draw(pages: &[usize], sharpness: Sharpness) -> Option<()> {
    let mut file = Vec::new();
    io::stdin().lock().read_to_end(&mut file).ok()?;
    let pdf = Pdf::new(file).ok()?;
    for number in pages {
        let Some(page) = number.checked_sub(1).and_then(|at| pdf.pages().get(at)) else { continue };
        let picture = picture(*number, page, sharpness)?;
        let mut out = io::stdout().lock();
        wire::write(&picture, &mut out).and_then(|()| out.flush()).ok()?;
    }
    Some(())
}

fn picture(number: usize, page: &Page<'_>, sharpness: Sharpness) -> Option<Picture> {
    let (width, height) = page.render_dimensions();
    let most = MAX_SIDE as f32;
    let wanted = match sharpness {
        Sharpness::Screen => (WIDTH / width).min(SCREEN / height).min(MAX_SCALE),
        Sharpness::Dpi(dpi) => f32::from(dpi) / 72.0 * unit(page),
    };
    let scale = wanted.min(most / height).min(most / width);
    if !scale.is_finite() || scale <= 0.0 {
        return None;
    }
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let drawn = render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &settings,
    );
    let size = (u32::from(drawn.width()), u32::from(drawn.height()));
    let transform = page.initial_transform(true).as_coeffs().map(|c| c * f64::from(scale));
    let png = drawn.into_png().ok()?;
    Some(Picture { page: number, width: size.0, height: size.1, transform, png })
}

/// Points in a unit of the page (ISO 32000-2 table 31), which the renderer does not look at.
fn unit(page: &Page<'_>) -> f32 {
    let unit = page.raw().get::<f32>(b"UserUnit");
    unit.filter(|unit| unit.is_finite() && *unit > 0.0).unwrap_or(1.0)
}

/// Bounds what drawing may take, where the system can: 512 MB, and 5 seconds of work.
#[cfg(unix)]
fn bound() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [(Resource::As, 1 << 29), (Resource::Cpu, 5), (Resource::Core, 0)] {
        // One that cannot be set leaves the deadline of whoever waits.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
fn bound() {}
