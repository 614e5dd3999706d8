//! What is seen of a signature: a look drawn as a form XObject, and where it stands.

mod draw;
mod embed;
mod error;
mod font;
mod geometry;
mod length;
mod look;
mod opaque;
mod picture;
mod placement;
mod stream;
mod template;
mod text;
mod visible;

pub use error::{LookError, PictureFault};
pub use font::Font;
pub use length::{Length, LengthError};
pub use look::{Align, Border, Color, ColorError, Look, PicturePlace};
pub(crate) use opaque::{Opaque, opaque};
pub use picture::Picture;
pub use placement::{Corner, PageChoice, PageRange, Placement};
pub(crate) use template::Values;
pub(super) use template::clean;
pub(crate) use visible::{Existing, Shown, Visible, filled, show};
