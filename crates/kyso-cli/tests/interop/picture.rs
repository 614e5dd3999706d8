//! Pictures of pages in grey, compared with those that are stored.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek};
use std::path::PathBuf;

use libtest_mimic::Failed;
use png::{BitDepth, ColorType, Decoder, Encoder, Transformations};

/// Left, top, width and height in points of a picture.
pub(crate) type Area = [usize; 4];

/// A picture in grey, as fine as is compared.
pub(crate) struct Grey {
    width: usize,
    points: Vec<u8>,
}

/// About what is compared of the width of a page that is compared as a whole.
const WIDTH: usize = 240;

impl Grey {
    /// No wider than a page is compared.
    pub(crate) fn of_png(bytes: impl BufRead + Seek) -> Result<Self, Failed> {
        let whole = Self::read(bytes)?;
        let step = (whole.width / WIDTH).max(1);
        Ok(whole.coarser(step))
    }

    /// Half as fine as it is.
    pub(crate) fn halved(bytes: impl BufRead + Seek) -> Result<Self, Failed> {
        Ok(Self::read(bytes)?.coarser(2))
    }

    fn read(bytes: impl BufRead + Seek) -> Result<Self, Failed> {
        let mut decoder = Decoder::new(bytes);
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut data = vec![0; reader.output_buffer_size().ok_or("too large")?];
        let frame = reader.next_frame(&mut data)?;
        let parts = frame.color_type.samples();
        let colours = if parts > 2 { 3 } else { 1 };
        let grey = |point: &[u8]| {
            let sum: usize = point.iter().take(colours).map(|part| usize::from(*part)).sum();
            (sum / colours) as u8
        };
        let points = data[..frame.buffer_size()].chunks_exact(parts).map(grey).collect();
        Ok(Self { width: frame.width as usize, points })
    }

    fn coarser(&self, step: usize) -> Self {
        let (width, height) = (self.width / step, self.points.len() / self.width / step);
        let mean = |x: usize, y: usize| {
            let inside = (0..step * step)
                .map(|at| (y * step + at / step) * self.width + x * step + at % step);
            (inside.map(|at| usize::from(self.points[at])).sum::<usize>() / (step * step)) as u8
        };
        let points = (0..width * height).map(|at| mean(at % width, at / width)).collect();
        Self { width, points }
    }

    /// A part of it.
    pub(crate) fn cut(&self, [left, top, width, height]: Area) -> Self {
        let rows = self.points.chunks_exact(self.width).skip(top).take(height);
        let points: Vec<u8> = rows.flat_map(|row| &row[left..][..width]).copied().collect();
        Self { width, points }
    }

    /// The mean difference of the points, out of 255.
    pub(crate) fn difference(&self, other: &Self) -> f64 {
        if self.width != other.width || self.points.len() != other.points.len() {
            return f64::INFINITY;
        }
        let pairs = self.points.iter().zip(&other.points);
        let sum: f64 = pairs.map(|(one, other)| f64::from(one.abs_diff(*other))).sum();
        sum / self.points.len() as f64
    }

    /// The same, but for what letters smoothed otherwise, or one point aside, make of it: a point
    /// is held against all nine around its place in the other picture, both ways.
    pub(crate) fn apart(&self, other: &Self) -> f64 {
        if self.width != other.width || self.points.len() != other.points.len() {
            return f64::INFINITY;
        }
        let sum: u64 =
            (0..self.points.len()).map(|at| self.off(other, at) + other.off(self, at)).sum();
        sum as f64 / (2 * self.points.len()) as f64
    }

    fn off(&self, other: &Self, at: usize) -> u64 {
        let (x, y) = (at % self.width, at / self.width);
        let (mut low, mut high) = (u8::MAX, u8::MIN);
        for y in y.saturating_sub(1)..=y + 1 {
            for x in x.saturating_sub(1)..=(x + 1).min(self.width - 1) {
                if let Some(point) = other.points.get(y * self.width + x) {
                    (low, high) = (low.min(*point), high.max(*point));
                }
            }
        }
        let point = self.points[at];
        u64::from(low.saturating_sub(point).max(point.saturating_sub(high)))
    }

    /// The stored picture of a name; with `KYSO_BLESS=1` this one, where it may be stored.
    pub(crate) fn stored(&self, name: &str, may_be_stored: bool) -> Result<Self, Failed> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/interop/pictures");
        let path = folder.join(name);
        if may_be_stored && std::env::var_os("KYSO_BLESS").is_some() {
            let height = self.points.len() / self.width;
            let mut encoder = Encoder::new(File::create(&path)?, self.width as u32, height as u32);
            encoder.set_color(ColorType::Grayscale);
            encoder.set_depth(BitDepth::Eight);
            encoder.write_header()?.write_image_data(&self.points)?;
        }
        let file = File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::read(BufReader::new(file))
    }
}
