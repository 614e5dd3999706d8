#!/usr/bin/env bash
# Fills corpus/pdf and corpus/xml: samples of every kind, signed and unsigned, broken and forged,
# and honestly changed. roots.pem has the anchors of those that are signed.
set -euo pipefail
cd "$(dirname "$0")"
kyso=${KYSO:-cargo run -q --release -p kyso-cli --}
kit=${KYSO_TESTKIT:-cargo run -q --release -p kyso-testkit --}
out=$PWD/corpus
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out/pdf" "$out/xml"
cd ../../..
$kit mint "$work/pki" --key p256
printf kyso >"$work/secret"
kinds() { { $kit "$1" - - 2>&1 || true; } | sed -n 's/^KIND: //p'; }
for format in pdf xml; do
    for kind in $(kinds $format); do
        [ "$kind" != many-namespaces ] || continue # 0.75 MB: too slow to learn from
        $kit $format "$kind" "$out/$format/$kind.$format"
        $kyso sign "$out/$format/$kind.$format" --p12 "$work/pki/signer.p12" \
            --passphrase-file "$work/secret" -o "$out/$format/$kind.signed.$format" --force >/dev/null || true
    done
done
for kind in $(kinds bad); do
    $kit bad "$kind" "$out/pdf/bad-$kind.pdf"
done
# Out of thousands of forged files some hundreds, spread over all their kinds.
some() { find "$work/$1" -maxdepth 1 -type f -size "-$3" | LC_ALL=C sort | awk "NR % $2 == 1 || $2 == 1"; }
for set in pdf-attacks pdf-honest xml-attacks; do
    $kit $set "$work/$set" >/dev/null
done
some pdf-attacks 12 64k | xargs cp -t "$out/pdf"
some pdf-honest 2 64k | xargs cp -t "$out/pdf"
some xml-attacks 3 32k | xargs cp -t "$out/xml"
find "$out" -size +256k -delete
cat "$work"/{pki,pdf-attacks/pki,pdf-honest/pki,xml-attacks/pki}/root.pem >"$out/roots.pem"
for format in pdf xml; do
    echo "$format: $(find "$out/$format" -type f | wc -l) files"
done
