//! Writes DER (X.690), valid or deliberately odd: every function returns whole encoded elements.

pub mod read;

/// An element of any tag.
#[must_use]
pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let len = content.len();
    if len < 0x80 {
        out.push(u8::try_from(len).expect("below 128"));
    } else {
        let bytes = (len as u64).to_be_bytes();
        let first = bytes.iter().position(|b| *b != 0).expect("len is not 0");
        out.push(0x80 | u8::try_from(bytes.len() - first).expect("at most 8"));
        out.extend_from_slice(&bytes[first..]);
    }
    out.extend_from_slice(content);
    out
}

/// An element of indefinite length, as BER allows for constructed types (X.690 §8.1.3.6).
#[must_use]
pub fn indefinite(tag: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut out = vec![tag | 0x20, 0x80];
    out.extend(parts.concat());
    out.extend([0, 0]);
    out
}

/// SEQUENCE of the parts.
#[must_use]
pub fn seq(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// SET OF the parts, sorted as DER asks (X.690 §11.6).
#[must_use]
pub fn set_of(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut sorted = parts.to_vec();
    sorted.sort();
    set_unsorted(&sorted)
}

/// SET OF the parts in the order given.
#[must_use]
pub fn set_unsorted(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x31, &parts.concat())
}

/// INTEGER from its content octets: big-endian two's complement, written as they are.
#[must_use]
pub fn integer(content: &[u8]) -> Vec<u8> {
    tlv(0x02, content)
}

/// INTEGER of a small number.
#[must_use]
pub fn int(value: u32) -> Vec<u8> {
    int64(value.into())
}

/// BOOLEAN.
#[must_use]
pub fn boolean(value: bool) -> Vec<u8> {
    tlv(0x01, &[if value { 0xff } else { 0 }])
}

/// ENUMERATED of a small number.
#[must_use]
pub fn enumerated(value: u8) -> Vec<u8> {
    tlv(0x0a, &[value])
}

/// INTEGER of a number of 64 bits.
#[must_use]
pub fn int64(value: u64) -> Vec<u8> {
    let bytes = u128::from(value).to_be_bytes();
    let mut first = bytes.iter().position(|b| *b != 0).unwrap_or(15);
    if bytes[first] & 0x80 != 0 {
        first -= 1;
    }
    integer(&bytes[first..])
}

/// NULL.
#[must_use]
pub fn null() -> Vec<u8> {
    tlv(0x05, &[])
}

/// OBJECT IDENTIFIER from its dotted form.
#[must_use]
pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|a| a.parse().expect("an arc")).collect();
    let mut content = Vec::new();
    for (position, arc) in arcs.iter().enumerate().skip(1) {
        let mut value = if position == 1 { arcs[0] * 40 + arc } else { *arc };
        let mut base128 = vec![u8::try_from(value & 0x7f).expect("7 bits")];
        value >>= 7;
        while value > 0 {
            base128.push(0x80 | u8::try_from(value & 0x7f).expect("7 bits"));
            value >>= 7;
        }
        content.extend(base128.iter().rev());
    }
    tlv(0x06, &content)
}

/// OCTET STRING.
#[must_use]
pub fn octets(content: &[u8]) -> Vec<u8> {
    tlv(0x04, content)
}

/// BIT STRING of whole octets.
#[must_use]
pub fn bits(content: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], content].concat())
}

/// BIT STRING of named bits, bit 0 being the lowest of `mask`; trailing zero bits are cut as
/// DER asks (X.690 §11.2.2).
#[must_use]
pub fn named_bits(mask: u16) -> Vec<u8> {
    let bytes = mask.reverse_bits().to_be_bytes();
    let used = bytes.iter().rposition(|b| *b != 0).map_or(0, |last| last + 1);
    let unused = bytes[..used].last().map_or(0, |b| b.trailing_zeros());
    tlv(0x03, &[&[u8::try_from(unused).expect("below 8")], &bytes[..used]].concat())
}

/// UTF8String.
#[must_use]
pub fn utf8(text: &str) -> Vec<u8> {
    tlv(0x0c, text.as_bytes())
}

/// PrintableString; the characters are not checked.
#[must_use]
pub fn printable(text: &str) -> Vec<u8> {
    tlv(0x13, text.as_bytes())
}

/// IA5String; the characters are not checked.
#[must_use]
pub fn ia5(text: &str) -> Vec<u8> {
    tlv(0x16, text.as_bytes())
}

/// BMPString (UTF-16BE).
#[must_use]
pub fn bmp(text: &str) -> Vec<u8> {
    tlv(0x1e, &text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>())
}

/// Time as RFC 5280 §4.1.2.5 asks: UTCTime through 2049, GeneralizedTime after. The argument is
/// `YYYYMMDDHHMMSSZ`.
#[must_use]
pub fn time(generalized: &str) -> Vec<u8> {
    if ("1950".."2050").contains(&&generalized[..4]) {
        tlv(0x17, &generalized.as_bytes()[2..])
    } else {
        tlv(0x18, generalized.as_bytes())
    }
}

/// `[number] EXPLICIT` around one element.
#[must_use]
pub fn explicit(number: u8, element: &[u8]) -> Vec<u8> {
    tlv(0xa0 | number, element)
}

/// `[number] IMPLICIT` of a primitive type: `content` stands bare.
#[must_use]
pub fn implicit(number: u8, content: &[u8]) -> Vec<u8> {
    tlv(0x80 | number, content)
}

/// The content octets of an element this module wrote.
#[must_use]
pub fn content(element: &[u8]) -> &[u8] {
    let header = match element[1] {
        short if short < 0x80 => 2,
        long => 2 + usize::from(long & 0x7f),
    };
    &element[header..]
}

#[cfg(test)]
mod tests {
    use super::{int, int64, named_bits, oid, time, tlv};

    #[test]
    fn encodes_as_x690_says() {
        assert_eq!(oid("1.2.840.113549"), [6, 6, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]);
        assert_eq!(oid("2.999.3"), [6, 3, 0x88, 0x37, 3]);
        assert_eq!(int(0), [2, 1, 0]);
        assert_eq!(int(128), [2, 2, 0, 128]);
        assert_eq!(int64(1 << 32), [2, 5, 1, 0, 0, 0, 0]);
        assert_eq!(int64(u64::MAX), [2, 9, 0, 255, 255, 255, 255, 255, 255, 255, 255]);
        assert_eq!(named_bits(0b11), [3, 2, 6, 0b1100_0000]);
        assert_eq!(named_bits(1 << 8), [3, 3, 7, 0, 0x80]);
        assert_eq!(tlv(4, &[0; 200])[..3], [4, 0x81, 200]);
        assert_eq!(time("20491231235959Z")[0], 0x17);
        assert_eq!(time("20500101000000Z")[0], 0x18);
    }
}
