#!/usr/bin/env bash
# Fills corpus/verify: samples of every kind, signed and unsigned, broken and forged.
set -euo pipefail
cd "$(dirname "$0")"
kyso=${KYSO:-cargo run -q --release -p kyso-cli --}
kit=${KYSO_TESTKIT:-cargo run -q --release -p kyso-testkit --}
out=$PWD/corpus/verify
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
cd ../../..
$kit mint "$work/pki" --key p256
printf kyso >"$work/secret"
kinds() { { $kit "$1" - - 2>&1 || true; } | sed -n 's/^KIND: //p'; }
for format in pdf xml; do
    for kind in $(kinds $format); do
        [ "$kind" != many-namespaces ] || continue # 0.75 MB: too slow to learn from
        $kit $format "$kind" "$out/$kind.$format"
        $kyso sign "$out/$kind.$format" --p12 "$work/pki/signer.p12" \
            --passphrase-file "$work/secret" -o "$out/$kind.signed.$format" --force >/dev/null || true
    done
done
for kind in $(kinds bad); do
    $kit bad "$kind" "$out/bad-$kind.pdf"
done
$kit xml-attacks "$work/attacks"
find "$work/attacks" -name '*.xml' -size -64k -exec cp {} "$out" \;
find "$out" -size +256k -delete
ls "$out" | wc -l
