"""Lets pyHanko judge and make CMS signatures beside and around files.

cades.py verify SIGNATURE CONTENT ROOT.pem LEVEL   prints one JSON array, a verdict a signer
cades.py sign KEY CERT CHAIN CONTENT OUT FORM      FORM is detached or attached
cades.py tokens SIGNATURE CONTENT FOLDER           writes N.tst and N.data for every time-stamp: the
                                                   token, and what it must be over, by the clauses

CONTENT is `-` where the signature holds it. LEVEL is b, t or lt: from `t` on by EN 319 102-1 §5.5,
revocation required everywhere; at `lt` with the evidence in the CMS alone.
"""

import asyncio
import hashlib
import json
import sys

from asn1crypto import algos, cms, core
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
from pyhanko.sign import signers
from pyhanko.sign.validation.ades import ades_basic_validation, ades_with_time_validation
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    FreshnessReqType,
)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer


def knowledge(signed_data):
    """The evidence in a CMS (RFC 5652 §5.1, RFC 5940)."""
    crls, ocsps, certs = [], [], []
    for choice in signed_data["certificates"]:
        certs.append(choice.chosen)
    if signed_data["crls"].native is not None:
        for choice in signed_data["crls"]:
            if choice.name == "crl":
                crls.append(CRLContainer(choice.chosen))
            else:
                response = choice.chosen["other_rev_info"]
                ocsps.extend(OCSPContainer.load_multi(response))
    return LocalKnowledge(known_ocsps=ocsps, known_crls=crls, known_certs=certs)


async def judge(signature, content, root, level):
    info = cms.ContentInfo.load(open(signature, "rb").read())
    whole = info["content"]
    data = b"" if content == "-" else open(content, "rb").read()
    policy = REQUIRE_REVINFO if level != "b" else NO_REVOCATION
    rule = RevinfoOnlineFetchingRule
    trust = SimpleTrustManager.build(trust_roots=[load_cert_from_pemder(root)])
    verdicts = []
    # pyHanko takes one signer at a time.
    for signer in list(whole["signer_infos"]):
        one = whole.copy()
        one["signer_infos"] = cms.SignerInfos([signer])
        specification = SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=trust,
                revinfo_policy=CertRevTrustPolicy(
                    policy, freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION
                ),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                rule.ALWAYS_FETCH if level == "t" else rule.LOCAL_ONLY
            ),
            local_knowledge=knowledge(whole) if level != "b" else LocalKnowledge(),
        )
        digest = None
        if content != "-":
            digest = hashlib.new(signer["digest_algorithm"]["algorithm"].native, data).digest()
        process = ades_basic_validation if level == "b" else ades_with_time_validation
        result = await process(one, specification, raw_digest=digest)
        verdicts.append(str(result.ades_subindic.standard_name))
    print(json.dumps(verdicts))


ARCHIVE, INDEX = "0.4.0.1733.2.4", "0.4.0.19122.1.5"


def index_of(token):
    """The value of ats-hash-index-v3 in a token, DER, and its parts."""
    signer = token["content"]["signer_infos"][0]
    [attribute] = [a for a in signer["unsigned_attrs"] if a["type"].dotted == INDEX]
    [value] = attribute["values"]
    der = value.dump()
    return der, core.SequenceOf.load(der, spec=core.Any)


def check_index(index, whole, signer, before):
    """EN 319 122-1 §5.5.2: a hash for every certificate, CRL and value of an unsigned attribute."""
    algorithm, *lists = list(index)
    name = algos.DigestAlgorithm.load(algorithm.dump())["algorithm"].native
    hashed = lambda data: hashlib.new(name, data).digest()
    listed = [{item.native for item in core.SequenceOf.load(part.dump(), spec=core.OctetString)}
              for part in lists]
    members = lambda field: [] if whole[field].native is None else list(whole[field])
    values = [hashed(a["type"].dump() + v.dump()) for a, v in before]
    expected = [
        {hashed(member.dump()) for member in members("certificates")},
        {hashed(member.dump()) for member in members("crls")},
        set(values),
    ]
    assert listed == expected, (listed, expected)
    return name


async def tokens(signature, content, folder):
    info = cms.ContentInfo.load(open(signature, "rb").read())
    whole, number = info["content"], 0
    if content == "-":
        data = whole["encap_content_info"]["content"].native
    else:
        data = open(content, "rb").read()
    for signer in whole["signer_infos"]:
        values = [(a, v) for a in signer["unsigned_attrs"] for v in a["values"]]
        for attribute, value in values:
            kind = attribute["type"].dotted
            token = cms.ContentInfo.load(value.dump())
            if kind == ARCHIVE:
                der, index = index_of(token)
                others = [one for one in values if one[1] is not value]
                name = check_index(index, whole, signer, others)
                # EN 319 122-1 §5.5.3
                over = whole["encap_content_info"]["content_type"].dump()
                over += hashlib.new(name, data).digest()
                for field in ("version", "sid", "digest_algorithm", "signed_attrs",
                              "signature_algorithm", "signature"):
                    over += signer[field].dump()
                over += der
            elif kind == "1.2.840.113549.1.9.16.2.14":
                over = signer["signature"].native
            else:
                continue
            with open(f"{folder}/{number}.tst", "wb") as file:
                file.write(value.dump())
            with open(f"{folder}/{number}.data", "wb") as file:
                file.write(over)
            number += 1
    print(number)


async def sign(key, cert, chain, content, out, form):
    signer = signers.SimpleSigner.load(key, cert, ca_chain_files=(chain,))
    data = open(content, "rb").read()
    result = await signer.async_sign_general_data(
        data, "sha256", detached=form == "detached", use_cades=True
    )
    with open(out, "wb") as file:
        file.write(result.dump())


if __name__ == "__main__":
    action, *rest = sys.argv[1:]
    asyncio.run({"verify": judge, "sign": sign, "tokens": tokens}[action](*rest))
