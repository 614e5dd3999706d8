//! What is seen of a signature: a look drawn as a form XObject, and where it stands.

mod error;
mod font;
mod length;
mod look;
mod picture;
mod placement;

pub use error::LookError;
pub use font::Font;
pub use length::{Length, LengthError};
pub use look::{Align, Border, Color, ColorError, Look, PicturePlace};
pub use picture::Picture;
pub use placement::{Corner, PageChoice, PageRange, Placement};
