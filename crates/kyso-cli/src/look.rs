//! What the options say is to be seen of a signature, for the library.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use kyso::limits::MAX_FONT_BYTES;
use kyso::pdf::profile::{LookProfile, LookProfileError};
use kyso::pdf::{
    Border, Corner, Font, Length, Look, LookError, PageChoice, PageRange, PdfError, Picture,
    Placement, SignatureField, TextPlacement,
};
use kyso::sign::SignatureBuilder;
use kyso::x509::Certificate;
use kyso::{Document, Time, file};

use crate::args::LookArgs;
use crate::at_text;
use crate::error::Failure;
use crate::i18n::msg;
use crate::role::Part;
use crate::ui::Ui;
use crate::{profile_words, profiles};

/// A picture file: the largest scans of a seal have 10 MB.
const MAX_PICTURE_BYTES: u64 = 64 << 20;

/// The thickness of a border, in points, and the distance of a corner from the edges, in
/// millimetres.
const BORDER: f32 = 0.75;
const MARGIN: f32 = 10.0;

/// A look read from its files once, for all documents of a call.
pub(crate) struct Seen {
    look: Look,
    placement: Option<Placement>,
    at_text: Option<TextPlacement>,
    pages: Vec<PageRange>,
    profile: Option<LookProfile>,
    /// The role that is signed in, which may say where it stands.
    role: Option<Part>,
    /// The place is no word of the call.
    place_default: bool,
    /// Nor is the profile.
    profile_default: bool,
    /// Nothing of it is a word of the call: what has no pages goes without.
    only_default: bool,
}

/// Pictures and fonts that were read, each once for all looks of a call.
#[derive(Default)]
pub(crate) struct LookFiles {
    pictures: BTreeMap<PathBuf, Picture>,
    fonts: BTreeMap<PathBuf, Font>,
}

impl LookFiles {
    fn picture(&mut self, path: &Path) -> Result<Picture, Failure> {
        if let Some(known) = self.pictures.get(path) {
            return Ok(known.clone());
        }
        let picture = Picture::from_bytes(read(path, MAX_PICTURE_BYTES)?);
        let picture = picture.map_err(|error| refused(error, path))?;
        Ok(self.pictures.entry(path.to_owned()).or_insert(picture).clone())
    }

    fn font(&mut self, path: &Path) -> Result<Font, Failure> {
        if let Some(known) = self.fonts.get(path) {
            return Ok(known.clone());
        }
        let font = Font::from_bytes(read(path, MAX_FONT_BYTES as u64)?);
        let font = font.map_err(|error| refused(error, path))?;
        Ok(self.fonts.entry(path.to_owned()).or_insert(font).clone())
    }
}

impl Seen {
    /// What the options say; `None` where nothing is to be seen.
    pub(crate) fn of(
        args: &LookArgs,
        profile: Option<&str>,
        now: Time,
        ui: &Ui,
    ) -> Result<Option<Self>, Failure> {
        Self::with_files(args, profile, now, &mut LookFiles::default(), ui)
    }

    /// The same, with files that may have been read already.
    pub(crate) fn with_files(
        args: &LookArgs,
        profile: Option<&str>,
        now: Time,
        files: &mut LookFiles,
        ui: &Ui,
    ) -> Result<Option<Self>, Failure> {
        if profile.is_none() && !args.set.is_empty() {
            return Err(Failure::usage(msg::call_argument_missing("--profile <NAME|FILE>")));
        }
        let profile = profiles::look_to_sign(profile)?;
        if !args.is_given() && profile.is_none() {
            return Ok(None);
        }
        let picture = args.image.as_deref().map(|path| files.picture(path));
        let only_default = args.defaults.alone && (profile.is_none() || args.defaults.profile);
        let mut look = match &profile {
            Some(profile) => by_profile(profile, picture.transpose()?, args)?,
            None => {
                let mut look = Look::new().utc_offset(offset(now));
                if let Some(text) = text(args, ui) {
                    look = look.text(text);
                }
                match picture.transpose()? {
                    Some(picture) => look.picture(picture),
                    None => look,
                }
            }
        };
        if let Some(path) = &args.font {
            look = look.font(files.font(path)?);
        }
        Ok(Some(Self {
            look: styled(look, args),
            placement: place(args),
            at_text: args.at_text.placement(args.page, args.size.map(|size| size.0)),
            pages: args.pages.clone(),
            profile,
            role: None,
            place_default: args.defaults.place,
            profile_default: args.defaults.profile,
            only_default,
        }))
    }

    /// The same in a role.
    pub(crate) fn in_role(self, role: Option<&Part>) -> Self {
        Self { role: role.cloned(), ..self }
    }

    /// Whether it is to be seen on this document.
    pub(crate) fn concerns(&self, document: &Document) -> bool {
        !self.only_default || document.pdf().is_some()
    }

    /// Whether a place that only the configuration says counts for nothing here: the field that
    /// will be signed has one, or the call or its role chose a profile.
    fn gives_way(&self, on: &Paper<'_>, fields: &[SignatureField]) -> bool {
        let is_ready = |field: &SignatureField| field.signature.is_none() && field.is_seen();
        let has_place = match (on.named, &self.role) {
            (Some(name), _) => fields.iter().any(|one| one.name == name && is_ready(one)),
            (None, Some(role)) => role.has_place(fields),
            (None, None) => fields.iter().any(is_ready),
        };
        self.place_default && (has_place || self.profile.is_some() && !self.profile_default)
    }

    /// Where it stands: where no option says, in the field that is signed if that has a place.
    fn placement(&self, on: &Paper<'_>, ui: &Ui) -> Result<Placement, Failure> {
        // A document without pages refuses a look by itself.
        if let Some(placement) = &self.at_text
            && on.document.pdf().is_some()
        {
            return Ok(at_text::place(on.document, placement, on.file, ui)?.placement());
        }
        let mut fields = on.document.signature_fields().unwrap_or_default();
        if let Some(placement) = self.placement.as_ref().filter(|_| !self.gives_way(on, &fields)) {
            return Ok(placement.clone());
        }
        let mut named = on.named.is_some();
        if let Some(role) = &self.role {
            named |= role.has_place(&fields);
            fields = role.to_cover(fields);
        }
        if let Some(profile) = self.profile.as_ref().filter(|_| !named) {
            return match profile.placement(&fields).map_err(|error| unmet(&error))? {
                Some(placement) => Ok(placement),
                None => above_name(profile, on, ui),
            };
        }
        let is_ready = |field: &SignatureField| field.signature.is_none() && field.is_seen();
        if named || self.role.is_none() && fields.iter().any(is_ready) {
            return Ok(Placement::Field);
        }
        Ok(in_corner(&LookPlace::default()))
    }

    /// Puts it into a signature in the making.
    pub(crate) fn put<'a, S>(
        &self,
        builder: SignatureBuilder<'a, S>,
        on: &Paper<'_>,
        ui: &Ui,
    ) -> Result<SignatureBuilder<'a, S>, Failure> {
        // What a role shows on a page is nothing for a document without pages.
        if self.role.is_some() && on.document.pdf().is_none() {
            return Ok(builder);
        }
        let placement = self.placement(on, ui)?;
        let builder = builder.visible(self.look.clone(), placement);
        Ok(self.pages.iter().cloned().fold(builder, SignatureBuilder::stamp_pages))
    }
}

/// What is signed, and by whom.
pub(crate) struct Paper<'a> {
    pub(crate) document: &'a Document,
    pub(crate) file: &'a str,
    /// Not known where a preview has none.
    pub(crate) signer: Option<&'a Certificate>,
    /// The field that the call names.
    pub(crate) named: Option<&'a str>,
}

/// The look that a profile says, but for what options say otherwise.
fn by_profile(
    profile: &LookProfile,
    picture: Option<Picture>,
    args: &LookArgs,
) -> Result<Look, Failure> {
    let said = args.set.iter().map(|pair| (pair.name.clone(), pair.text.clone())).collect();
    let look = match profile.look(picture, &said) {
        // A picture that stands in the configuration is for the profiles that show one.
        Err(LookProfileError::PictureForbidden { .. }) if args.defaults.image => {
            profile.look(None, &said)
        }
        look => look,
    };
    let look = look.map_err(|error| unmet(&error))?;
    Ok(match &args.text {
        Some(text) => look.text(text.replace("\\n", "\n")),
        None => look,
    })
}

/// In the gap above the signer's name.
fn above_name(profile: &LookProfile, on: &Paper<'_>, ui: &Ui) -> Result<Placement, Failure> {
    let name = on.signer.and_then(|signer| signer.subject().common_name());
    let placement = name
        .and_then(|name| profile.above(name))
        .ok_or_else(|| Failure::usage(msg::call_profile_needs_name(profile.name.as_str())))?;
    Ok(at_text::place(on.document, &placement, on.file, ui)?.placement())
}

/// What a profile asks for and the call does not say.
fn unmet(error: &LookProfileError) -> Failure {
    use LookProfileError as E;
    Failure::usage(match error {
        E::PictureMissing { profile } => msg::call_profile_picture_missing(profile),
        E::PictureForbidden { profile } => msg::call_profile_picture_forbidden(profile),
        E::ValueMissing { profile, name } => msg::call_profile_value_missing(name, profile),
        E::ValueUnknown { profile, name } => msg::call_profile_value_unknown(name, profile),
        E::NothingToCover { profile } => {
            return Failure::io(msg::error_profile_nothing_to_cover(profile));
        }
        other => msg::call_profile_invalid(profile_words::look(other), "--profile"),
    })
}

/// The place as the options say it.
#[derive(Default)]
struct LookPlace {
    page: PageChoice,
    corner: Option<Corner>,
    margin: Option<Length>,
    size: Option<[Length; 2]>,
}

/// Where the options say that it stands; `None` where none does.
fn place(args: &LookArgs) -> Option<Placement> {
    let page = args.page.unwrap_or_default();
    if let Some(rect) = &args.rect {
        let [x, y, width, height] = rect.0;
        return Some(Placement::Rect { page, at: [x, y], size: [width, height] });
    }
    let said = args.at.is_some() || args.size.is_some() || args.margin.is_some();
    if !said && args.page.is_none() && args.pages.is_empty() {
        return None;
    }
    let corner = args.at.map(Corner::from);
    let size = args.size.map(|size| size.0);
    Some(in_corner(&LookPlace { page, corner, margin: args.margin, size }))
}

fn in_corner(place: &LookPlace) -> Placement {
    Placement::Corner {
        page: place.page,
        corner: place.corner.unwrap_or(Corner::BottomRight),
        margin: place.margin.unwrap_or(Length::mm(MARGIN)),
        size: place.size,
    }
}

/// The text: as given, `\n` for a new line; where nothing else is to be seen, who signed and when.
fn text(args: &LookArgs, ui: &Ui) -> Option<String> {
    match &args.text {
        Some(text) => Some(text.replace("\\n", "\n")),
        None if args.image.is_some() || args.qr.is_some() => None,
        None => {
            let (by, at) = (ui.text(&msg::look_signed_by()), ui.text(&msg::look_signed_at()));
            Some(format!("{by}: {{signer}}\n{{title}}\n{{organization}}\n{at}: {{time}}"))
        }
    }
}

fn styled(mut look: Look, args: &LookArgs) -> Look {
    if let Some(place) = args.image_place {
        look = look.picture_place(place.into());
    }
    if let Some(size) = args.font_size {
        look = look.font_size(size);
    }
    if let Some(color) = args.text_color {
        look = look.color(color);
    }
    if let Some(align) = args.align {
        look = look.align(align.into());
    }
    if let Some(color) = args.border {
        look = look.border(Border { width: Length::points(BORDER), color });
    }
    if let Some(color) = args.background {
        look = look.background(color);
    }
    match &args.qr {
        Some(text) => look.qr(text),
        None => look,
    }
}

/// How far this machine's zone is from UTC, in minutes.
fn offset(now: Time) -> i32 {
    let seconds = Timestamp::from_second(now.unix())
        .map_or(0, |timestamp| TimeZone::system().to_offset(timestamp).seconds());
    seconds / 60
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    file::read_bounded(path, most).map_err(|error| Failure::reading(path, &error))
}

fn refused(error: LookError, path: &Path) -> Failure {
    Failure::core(PdfError::from(error), &path.display().to_string())
}
