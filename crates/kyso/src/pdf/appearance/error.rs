//! Why a look cannot be drawn.

/// Why a look cannot be drawn.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LookError {
    /// Nothing would be drawn.
    #[error("the look is empty")]
    Empty,
    /// The bytes are no font that can be read: TrueType or OpenType, not variable outlines of CFF2.
    #[error("not a font that can be read")]
    FontUnreadable,
    /// The font's licence bits forbid embedding (OpenType `OS/2.fsType`).
    #[error("the font forbids embedding (fsType {fs_type:#06x})")]
    FontForbidsEmbedding {
        /// The bits.
        fs_type: u16,
    },
    /// The font has no sign for these characters.
    #[error("the font lacks {}", .characters.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect::<Vec<_>>().join(", "))]
    CharactersMissing {
        /// Each once, in their order.
        characters: Vec<char>,
    },
    /// A script whose letters join, stand in another order or run from right to left: shaping is
    /// not done here, and what came out would be wrong.
    #[error("{character} (U+{:04X}) is of a script that needs shaping", u32::from(*.character))]
    ScriptUnsupported {
        /// The first such character.
        character: char,
    },
    /// The text does not fit into its rectangle.
    #[error("the text needs {needed} pt of height, and there are {room}")]
    TextTooLong {
        /// The height it takes, in points.
        needed: usize,
        /// The height there is, in points.
        room: usize,
    },
    /// The template names something unknown, or a brace of it stands alone.
    #[error("the template's {{{name}}} stands for nothing known")]
    UnknownName {
        /// What stands between the braces.
        name: String,
    },
    /// The template is longer than is drawn.
    #[error("the text has more than {limit} characters")]
    TextTooLarge {
        /// The most.
        limit: usize,
    },
    /// The bytes are no PNG and no JPEG that can be drawn.
    #[error("not a picture that can be drawn: {fault}")]
    PictureUnreadable {
        /// What is wrong with it.
        fault: PictureFault,
    },
    /// The picture has more than is drawn.
    #[error("the picture has {width} x {height} points, and {limit} are drawn at most")]
    PictureTooLarge {
        /// Its width in points of its own.
        width: u32,
        /// Its height.
        height: u32,
        /// The most.
        limit: u64,
    },
    /// A QR code cannot hold the text.
    #[error("the text does not fit into a QR code")]
    QrTooLong,
    /// A length is no number, or makes no rectangle.
    #[error("a length of the look is not usable")]
    BadLength,
    /// There is no such page.
    #[error("there is no page {page}: the document has {pages}")]
    NoSuchPage {
        /// The number asked for.
        page: usize,
        /// How many there are.
        pages: usize,
    },
    /// The page has no box that can be read.
    #[error("page {page} does not say how large it is")]
    NoPageBox {
        /// Its number.
        page: usize,
    },
    /// The field that is signed has no rectangle in which anything could be seen.
    #[error("the field {field} has no rectangle")]
    NoFieldRectangle {
        /// Its name.
        field: String,
    },
    /// The field that is signed is there already, with a place of its own.
    #[error("the field {field} has a place of its own")]
    FieldHasPlace {
        /// Its name.
        field: String,
    },
    /// Stamps on other pages would invalidate a signature that is there.
    #[error("stamps on other pages would invalidate the signature in field {field}")]
    StampsAfterSignature {
        /// The field of the signature.
        field: String,
    },
    /// It would hide text of a document that is signed already, so that the earlier signatures
    /// fail or nobody can read what they signed.
    #[error("the look would hide text of page {page}, which is signed already")]
    HidesSignedText {
        /// The page, counted from 1.
        page: usize,
    },
    /// Stamps need a place that every page has: a corner or a rectangle.
    #[error("the same look on other pages needs a corner or a rectangle")]
    StampsNeedPlace,
}

/// Why bytes are no picture that can be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PictureFault {
    /// They begin as no PNG and no JPEG does.
    #[error("neither PNG nor JPEG")]
    UnknownKind,
    /// Its width or height is 0.
    #[error("it has no points")]
    NoPoints,
    /// A PNG that breaks its own format, or ends too early.
    #[error("a damaged PNG")]
    DamagedPng,
    /// The same of a JPEG.
    #[error("a damaged JPEG")]
    DamagedJpeg,
    /// Lossless, hierarchical or arithmetically coded (ITU-T T.81 table B.1).
    #[error("a kind of JPEG that PDF does not know")]
    JpegKind,
    /// Other than 8 bits a part.
    #[error("a JPEG of other than 8 bits")]
    JpegDepth,
    /// Four parts, or another number than one or three.
    #[error("a JPEG in the colours of print (CMYK)")]
    Cmyk,
}

impl LookError {
    /// Whether another call would do, and not another file.
    pub(crate) fn is_of_the_call(&self) -> bool {
        !matches!(
            self,
            Self::FontUnreadable
                | Self::FontForbidsEmbedding { .. }
                | Self::PictureUnreadable { .. }
                | Self::PictureTooLarge { .. }
                | Self::NoPageBox { .. }
                | Self::NoFieldRectangle { .. }
                | Self::FieldHasPlace { .. }
                | Self::StampsAfterSignature { .. }
                | Self::HidesSignedText { .. }
        )
    }
}
