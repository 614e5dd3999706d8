//! Readers and tokens that are plugged in, as the system sees them without any driver.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// USB interface class of smart-card readers (CCID), which tokens belong to as well.
const SMART_CARD: &str = "0b";

/// USB vendors whose tokens show no such interface: Feitian, SafeNet, Gemalto, Bit4id.
const VENDORS: [&str; 4] = ["096e", "0529", "08e6", "25dd"];

/// Where Linux lists what is plugged in.
const USB: &str = "/sys/bus/usb/devices";

/// Where the service that reaches readers listens.
const SERVICE: [&str; 2] = ["/run/pcscd/pcscd.comm", "/var/run/pcscd/pcscd.comm"];

/// A reader or a token on USB.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Device {
    pub(super) name: String,
    /// Four hexadecimal digits each.
    pub(super) vendor: String,
    pub(super) product: String,
    /// Whether it is reached by the service for smart cards.
    pub(super) needs_service: bool,
}

/// Those on USB; none where the system does not list them so.
pub(super) fn plugged_in() -> Vec<Device> {
    if cfg!(target_os = "linux") { listed(Path::new(USB)) } else { Vec::new() }
}

/// Whether the service for smart cards runs.
pub(super) fn has_service() -> bool {
    SERVICE.iter().any(|place| Path::new(place).exists())
}

/// A device is a folder `1-2`, its interfaces are `1-2:1.0` beside it.
fn listed(folder: &Path) -> Vec<Device> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut devices: BTreeMap<String, bool> = BTreeMap::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let read = |file: &str| text(&entry.path().join(file));
        match name.split_once(':') {
            Some((device, _)) if read("bInterfaceClass").as_deref() == Some(SMART_CARD) => {
                devices.insert(device.to_owned(), true);
            }
            None if read("idVendor").is_some_and(|vendor| VENDORS.contains(&vendor.as_str())) => {
                devices.entry(name).or_insert(false);
            }
            _ => {}
        }
    }
    let device = |(name, needs_service): (String, bool)| {
        let read = |file: &str| text(&folder.join(&name).join(file)).unwrap_or_default();
        let (maker, product) = (read("manufacturer"), read("product"));
        let shown = format!("{maker} {product}").trim().to_owned();
        let (vendor, product) = (read("idVendor"), read("idProduct"));
        let name = if shown.is_empty() { format!("USB {vendor}:{product}") } else { shown };
        Device { name, vendor, product, needs_service }
    };
    devices.into_iter().map(device).collect()
}

fn text(path: &Path) -> Option<String> {
    Some(fs::read_to_string(path).ok()?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::listed;

    #[test]
    fn readers_and_tokens_are_known_by_class_and_by_vendor() {
        let folder = tempfile::tempdir().unwrap();
        let put = |place: &str, text: &str| {
            let path = folder.path().join(place);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{text}\n")).unwrap();
        };
        for (file, text) in [
            ("idVendor", "25dd"),
            ("idProduct", "2371"),
            ("product", "TokenME"),
            ("manufacturer", "Bit4id"),
        ] {
            put(&format!("1-1/{file}"), text);
        }
        put("1-1:1.0/bInterfaceClass", "0b");
        put("1-2/idVendor", "096e");
        put("1-2:1.0/bInterfaceClass", "03");
        // A keyboard.
        put("1-3/idVendor", "046d");
        put("1-3:1.0/bInterfaceClass", "03");
        let found = listed(folder.path());
        let names: Vec<_> = found.iter().map(|d| (d.name.as_str(), d.needs_service)).collect();
        assert_eq!(names, [("Bit4id TokenME", true), ("USB 096e:", false)]);
        assert!(listed(&folder.path().join("none")).is_empty());
    }
}
