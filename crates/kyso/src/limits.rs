//! Every bound on input, each with its reason. Nothing else in the library limits anything.

/// Nesting of arrays and dictionaries. Real files stay under 30; the lexer is iterative, so this
/// bounds memory and the callers that walk the result, not the stack.
pub const MAX_NESTING: usize = 256;

/// One PDF object outside streams, in bytes. The largest seen in the field is a 40 MB `/Kids`
/// array; signature dictionaries with 4 MB of `/Contents` must pass.
pub const MAX_OBJECT_BYTES: u64 = 64 << 20;

/// What one object stream or xref stream may inflate to. The rows of a million objects take 8 MB
/// of an xref stream, and object streams stay around 100 KB each.
pub const MAX_INFLATED_BYTES: usize = 64 << 20;

/// Sections in the xref chain: one a save. A file signed or saved daily for 30 years has 11,000.
pub const MAX_XREF_SECTIONS: usize = 20_000;

/// Object number. ISO 32000-1 Annex C gives 8,388,607 for the implementations of its time; ten
/// times that still indexes in bounded memory.
pub const MAX_OBJECT_NUMBER: u32 = 83_886_070;

/// References followed from one value before it is called a loop.
pub const MAX_REFERENCE_HOPS: usize = 32;

/// A document written anew without its encryption, to be drawn: as much as the command draws.
pub const MAX_PLAIN_BYTES: u64 = 64 << 20;

/// Form fields visited when looking for signatures. Tax forms have about 10,000.
pub const MAX_FIELDS: usize = 200_000;

/// Pages visited when looking for a page.
pub const MAX_PAGES: usize = 1_000_000;

/// Signatures judged in one document. 50 is a busy paper; every one costs public-key work.
pub const MAX_SIGNATURES: usize = 1_000;

/// Decoded `/Contents`. B-LTA signatures with embedded CRLs reach 10 MB.
pub const MAX_CMS_BYTES: usize = 32 << 20;

/// Nesting of BER constructed values when transcoding. CMS needs about 15.
pub const MAX_BER_DEPTH: usize = 64;

/// Certificates considered from one CMS.
pub const MAX_CERTIFICATES: usize = 500;

/// Certificates out of all signatures of one document among which paths are looked for; each new
/// one is compared with those there are. A thousand signers of one CA bring 1,002.
pub const MAX_DOCUMENT_CERTIFICATES: usize = 5_000;

/// Certificates in one path, anchor included (RFC 5280 gives none; public paths have 3 to 5).
pub const MAX_PATH_LENGTH: usize = 16;

/// Issuers tried while looking for one path: cross-certified meshes must not cost minutes.
pub const MAX_PATH_CHECKS: usize = 200;

/// Issuers tried while looking for the paths of all signatures of a document. A thousand
/// signatures with paths of three take 3,000.
pub const MAX_DOCUMENT_PATH_STEPS: usize = 5_000;

/// Signatures of certificates checked for one document, each pair once: with RSA of 8,192 bits and
/// the longest exponent, 2 ms each. 500 signers of one CA take 501.
pub const MAX_DOCUMENT_PATH_CHECKS: usize = 600;

/// RSA modulus in bits: verification time grows with its square. Roots have 4,096 at most, and
/// `ring` verifies none above this.
pub const MAX_RSA_BITS: usize = 8_192;

/// Key files (PEM, PKCS#12): the largest seen has 20 certificates, 60 KB.
pub const MAX_KEY_FILE_BYTES: u64 = 8 << 20;

/// The window for positioned reads and for streaming through a hash, in bytes: above it the hash
/// is the limit, not the calls.
pub const STREAM_CHUNK: usize = 256 << 10;

/// Signers in one CMS. PDF allows one (ISO 32000-2 §12.8.3.3.1); CAdES files of whole boards have
/// been seen with 12.
pub const MAX_CMS_SIGNERS: usize = 100;

/// Rounds of password hashing in a key file. OpenSSL users choose up to a million; this is some
/// four seconds of work.
pub const MAX_KDF_ITERATIONS: u32 = 10_000_000;

/// Memory that scrypt in a key file may ask for, in bytes: N = 2¹⁷, r = 8 is eight times what
/// OpenSSL writes.
pub const MAX_SCRYPT_BYTES: u64 = 128 << 20;
/// Values (numbers, names, brackets) in one PDF object outside streams: each takes about 120 bytes
/// once parsed, and there may be two copies. A page tree node or a form with 400,000 `/Kids` passes.
pub const MAX_OBJECT_VALUES: usize = 500_000;

/// Objects in one object stream. Most writers put 100 to 200 into each, some all they have.
pub const MAX_STREAM_OBJECTS: usize = 1_000_000;

/// How far before the end of the file `startxref` may stand. Readers differ between 1 KiB and the
/// whole file; files padded to a disk or mail block stay far under this.
pub const MAX_TRAILING_BYTES: u64 = 1 << 20;

/// Decoded object streams kept, in bytes: neighbours are asked for together, and a file made of
/// 200 objects a stream decodes to about 100 KB each.
pub const MAX_CACHED_BYTES: usize = 8 << 20;

/// Form field visits over all revisions when looking for signatures: every revision that changed
/// the form is walked, and 50 signatures on a form of 10,000 fields take 500,000.
pub const MAX_FIELD_VISITS: usize = 2_000_000;

/// Runs of object numbers in one cross-reference section: a file in which every other one of a
/// million objects is free has 500,000.
pub const MAX_XREF_SUBSECTIONS: usize = 1_000_000;

/// Objects kept as read, by what they take in memory: fifty signature dictionaries of 8 KB and what
/// stands around them take 1 MB, and each is asked for once a revision.
pub const MAX_RECENT_BYTES: u64 = 4 << 20;

/// Fields of earlier revisions kept, of all revisions together: about 400 bytes each.
pub const MAX_KEPT_FIELDS: usize = 10_000;

/// Objects found in a file whose cross-reference is damaged, each definition counted: they are kept
/// at 40 bytes each until the section is written. Files of a million objects exist.
pub const MAX_RECOVERED_OBJECTS: usize = 2_000_000;

/// Bytes inflated to list the object streams of a damaged file; a million objects take 200 MB.
pub const MAX_RECOVERED_INFLATED: u64 = 512 << 20;

/// Bytes of a damaged file read as objects that turned out to be none: an honest file has a handful
/// of places where one was cut off.
pub const MAX_RECOVERY_WASTE: u64 = 256 << 20;

/// Bytes of PDF syntax read and of object streams inflated for one question, such as "which
/// signatures": the same large object read again for every revision would otherwise cost hours.
/// Fifty signatures on a form of 10,000 fields take 250 MB.
pub const MAX_WORK_BYTES: u64 = 4 << 30;

/// Objects that one later revision may replace before it counts as another document. A signature
/// or evidence replaces under ten; a form of 10,000 fields filled at once replaces twice that.
pub const MAX_CHANGED_OBJECTS: usize = 50_000;

/// Bytes unpacked to compare streams that later revisions packed anew, in one document: four
/// times the largest text of a book, a second of work.
pub const MAX_UNPACKED_BYTES: u64 = 256 << 20;

/// The content of one field's look, inflated. A page of text has a tenth of it.
pub const MAX_LOOK_BYTES: usize = 256 << 10;

/// Operators in one field's look. A page of text has a tenth of it.
pub const MAX_LOOK_OPERATIONS: usize = 20_000;

/// Content read to learn where a page or an annotation paints, inflated. Pages of text have a
/// tenth of a megabyte, drawings of a building some.
pub const MAX_MARKED_BYTES: usize = 4 << 20;

/// Operators in it: about a second of work.
pub const MAX_MARKED_OPERATIONS: usize = 500_000;

/// Things painted that are kept, or points of one path. A page of text has some hundreds.
pub const MAX_MARKS: usize = 100_000;

/// Forms drawn inside forms in it. Writers go three deep.
pub const MAX_FORM_NESTING: usize = 8;

/// Bytes of pages' content read, and things compared, for all annotations that came after
/// signatures in one document: some thousand annotated pages, or seconds of work.
pub const MAX_DOCUMENT_MARKED_BYTES: u64 = 64 << 20;
/// See [`MAX_DOCUMENT_MARKED_BYTES`].
pub const MAX_DOCUMENT_MARK_COMPARISONS: u64 = 200_000_000;

/// Annotations on one page that came after a signature, or stood there.
pub const MAX_ANNOTATIONS: usize = 10_000;

/// Colours told apart under one highlight. Documents for offices have three.
pub const MAX_COLOURS: usize = 64;

/// Objects walked to learn what refers to what, when revisions follow a signature: about three
/// seconds of work.
pub const MAX_WALKED_OBJECTS: usize = 2_000_000;

/// One CRL. The largest seen is 12.7 MB with 260,000 entries; ten times that still scans in the
/// time of one public-key operation over it.
pub const MAX_CRL_BYTES: usize = 128 << 20;

/// One OCSP response. Those seen have 0.5 to 8 KB; batches with many certificates inside 100.
pub const MAX_OCSP_BYTES: usize = 1 << 20;

/// Types of critical extensions remembered from the entries of one CRL: one is enough to refuse it.
pub const MAX_UNKNOWN_EXTENSIONS: usize = 16;

/// Certificates that name themselves the responder of one OCSP response and are checked. A response
/// carries its own; a file that is refreshed for decades may hold one a year of the same name.
pub const MAX_RESPONDERS: usize = 50;

/// Signature checks while one certificate's revocation is judged: evidence in a file can name the
/// right issuer a thousand times over with values that verify under no key.
pub const MAX_REVOCATION_CHECKS: usize = 100;

/// Free text of a service kept for a message, in characters.
pub const MAX_SERVICE_TEXT: usize = 500;

/// Items of one kind and all in a document security store: refreshed every ten years for fifty, a
/// store holds about 60.
pub const MAX_STORED_ITEMS: usize = 5_000;

/// What all items of a document security store may inflate to: ten CRLs of 12.7 MB.
pub const MAX_STORED_BYTES: usize = 128 << 20;

/// Time-stamps judged over one signature value: two authorities are caution, each costs a path
/// and its revocation.
pub const MAX_SIGNATURE_TIMESTAMPS: usize = 8;

/// Hash functions of content time-stamps beside that of their signature in a PDF: each reads the
/// document once more, and authorities stamp with the one that the signer uses or the next.
pub const MAX_CONTENT_DIGESTS: usize = 2;

/// What the metadata of a PDF (XMP) may inflate to, to be asked for the level of PDF/A. Packets have
/// 4 to 100 KB; those that list every edit of a picture some MB, and no office document is one.
pub const MAX_METADATA_BYTES: usize = 4 << 20;

/// Unsigned properties of one XML signature, signed ones of a kind, and unknown ones: a signature
/// with two time-stamps a year for 50 years has 300.
pub const MAX_XADES_PROPERTIES: usize = 1_000;

/// Fields above a field. Names in the field have five parts; every level repeats the names of
/// those above it.
pub const MAX_FIELD_DEPTH: usize = 64;

/// The full name of a field in bytes of UTF-8. Generated forms reach 300; a name is copied to
/// every field below.
pub const MAX_FIELD_NAME_BYTES: usize = 4 << 10;

/// Names and values that the fields of one form hold, inherited ones counted for every field, in
/// bytes. A form of 10,000 filled fields takes 3 MB; a value of 1 MB that 4,000 kids inherit would
/// take 4 GB.
pub const MAX_FORM_BYTES: usize = 32 << 20;

/// Names of empty signature fields that an error lists: more is no help to who has to choose.
pub const MAX_LISTED_FIELDS: usize = 50;

/// Lines of text that a finding quotes where a later signature's picture lies over them: enough to
/// find the place, and a report stays a page.
pub const MAX_LINES_UNDER: usize = 5;

/// Items of one list in a field's seed values, such as reasons or certificates. Offices give ten;
/// each certificate is compared with those of the signer.
pub const MAX_SEED_ITEMS: usize = 1_000;

/// `/Contents` of all signatures of a document, decoded, in bytes: they are read together, so that
/// the file is hashed once. Six B-LTA signatures with CRLs of 10 MB pass.
pub const MAX_RETAINED_CONTENTS: usize = 64 << 20;

/// Traces of signatures looked for in a file whose structure is damaged. One makes it a failed
/// file; more only say how many there were.
pub const MAX_TRACES: usize = 64;

/// Bytes read in the gaps of such traces: one of the largest `/Contents`, in hexadecimal.
pub const MAX_TRACE_BYTES: u64 = 2 + 2 * MAX_CMS_BYTES as u64;

/// Elements named one by one that were expected to be signed and are not.
pub const MAX_FINDINGS_PER_EXPECTATION: usize = 20;

/// Attributes in one distinguished name, and in all its RDNs. Real ones have up to 15.
pub const MAX_NAME_ATTRIBUTES: usize = 100;

/// Extensions of one certificate. Real ones have up to 20.
pub const MAX_EXTENSIONS: usize = 200;

/// Attributes of one signer, signed or not, and digest algorithms listed. Signers write up to 10;
/// long-term forms add a time-stamp every few years.
pub const MAX_CMS_ATTRIBUTES: usize = 1_000;

/// Roles told of one CMS signature that its signer claims in words: people hold a few offices, and a
/// report is to be read.
pub const MAX_CLAIMED_ROLES: usize = 64;

/// CRLs and OCSP responses in one CMS: two for each certificate that is looked at.
pub const MAX_CMS_REVOCATION: usize = 2 * MAX_CERTIFICATES;

/// References in one `SignedInfo` or one `Manifest`. An edXML message has one an attachment, an
/// ASiC container one a file; a thousand of them take 500 KB of XML.
pub const MAX_XML_REFERENCES: usize = 1_000;

/// Manifests that list each other, one in the next. Nobody is known to write more than one.
pub const MAX_MANIFEST_DEPTH: usize = 4;

/// Transforms of one reference. Signers write up to three.
pub const MAX_XML_TRANSFORMS: usize = 16;

/// Elements read from one `KeyInfo`: a chain of certificates with what else is said of the key.
pub const MAX_KEY_INFO_ITEMS: usize = 200;

/// Certificates of one `KeyInfo` whose key is tried on the signature value: writers put them in
/// any order, the likeliest are tried first.
pub const MAX_SIGNER_CANDIDATES: usize = 5;

/// Canonical `SignedInfo` in bytes: a thousand references with long names take 1 MB.
pub const MAX_SIGNED_INFO_BYTES: usize = 4 << 20;

/// What references and time-stamps of one document may come to in canonical form, in bytes: this
/// and [`XML_DIGEST_FACTOR`] times its length. Some two seconds of work however small the document.
pub const XML_DIGEST_BASE_BYTES: u64 = 256 << 20;

/// How many times a document may be digested as a whole: twenty signatures over all of it.
pub const XML_DIGEST_FACTOR: u64 = 20;

/// How much more a node-set with nodes missing here and there takes than a subtree of as many
/// bytes, and reading canonical bytes again for the next transform more than writing them.
pub const XML_NODE_SET_FACTOR: u64 = 6;
/// See [`XML_NODE_SET_FACTOR`].
pub const XML_READ_AGAIN_FACTOR: u64 = 2;

/// References digested for one document, those of manifests included: a thousand signatures with a
/// few each.
pub const MAX_XML_DIGESTS: u64 = 10_000;

/// Bytes of external references read for one document: attachments of a few gigabytes, each
/// signed by several.
pub const MAX_EXTERNAL_BYTES: u64 = 64 << 30;

/// Bytes between two transforms, in memory: what base64 or a canonicalization hands to the next.
pub const MAX_TRANSFORM_BYTES: usize = 64 << 20;
/// The path of one element as it is shown, in bytes; of a longer one the middle is left out. Real
/// ones stay under 400; a report names thousands of elements, and a signature of an attacker's own
/// can stand 2,000 elements deep.
pub const MAX_XML_PATH_BYTES: usize = 2 << 10;

/// Children of one element that are counted each time one of them is named; where there are more,
/// the positions of all elements are worked out once.
pub const MAX_XML_PATH_SIBLINGS: usize = 256;

/// Nesting of XML elements. Real documents stay under 100; the walks are iterative, so this bounds
/// what every level may cost (names and namespaces in scope), not the stack.
pub const MAX_XML_DEPTH: usize = 2048;

/// Attributes, and namespace declarations, of one element. The JDK's bound is 10,000; namespace
/// torture tests use 500.
pub const MAX_XML_ATTRIBUTES: usize = 10_000;

/// Nodes in a tree that is kept whole: 64 bytes each at most.
pub const MAX_XML_NODES: usize = 16 << 20;

/// Distinct names, prefixes and namespace names in one document, and what they take in bytes.
/// Vocabularies have hundreds; documents that put data in names have some ten thousand.
pub const MAX_XML_NAMES: usize = 256 << 10;
/// See [`MAX_XML_NAMES`].
pub const MAX_XML_NAME_BYTES: usize = 16 << 20;

/// One markup token (a tag, a comment, a processing instruction) in bytes. Text and CDATA have no
/// bound: they are passed on in pieces. Attributes with an embedded picture reach 1 MB.
pub const MAX_XML_TOKEN_BYTES: usize = 4 << 20;

/// Documents up to this size are kept whole as a tree; offsets in it are 32-bit.
pub const MAX_XML_TREE_BYTES: usize = 1 << 30;

/// What all entities of one document may expand to in bytes, where a document type declaration is
/// read at all; and how deep they may refer to each other. Test vectors expand a few hundred bytes.
pub const MAX_XML_EXPANSION: usize = 64 << 10;
/// See [`MAX_XML_EXPANSION`].
pub const MAX_XML_ENTITY_DEPTH: usize = 8;

/// Documents up to this size are kept whole when they come from a file; what is larger is kept
/// sparsely and read again for each canonical form. A tree takes three to five times its source.
pub const MAX_XML_WHOLE_BYTES: u64 = 8 << 20;

/// Nodes that a sparse tree keeps: signatures and elements with an identifier. 128 Ki of these and
/// their identifiers take about 25 MB.
pub const MAX_XML_SPARSE_NODES: usize = 128 << 10;

/// Text that a sparse tree keeps, in bytes: the CRLs of a long-term signature reach 17 MB in
/// base64. A longer text is left out, and read again where it is needed.
pub const MAX_XML_SPARSE_TEXT: usize = 24 << 20;

/// An XPath expression in bytes. Those in signatures stay under 500; the longest of the test
/// vectors, with its comments and white space, has 600.
pub const MAX_XPATH_BYTES: usize = 16 << 10;

/// Operators, steps, predicates, literals and calls in one XPath expression: real ones have up to
/// 30. Evaluation may recurse once for each; 1 MB of stack is enough without optimisation.
pub const MAX_XPATH_TERMS: usize = 500;

/// Brackets, parentheses and calls inside each other in one XPath expression. Real ones have 5.
pub const MAX_XPATH_NESTING: usize = 32;

/// Nodes visited (and the like) by all XPath expressions of one document: about two seconds of
/// work. `not(ancestor-or-self::ds:Signature)` takes 4 for every node of the document, the form
/// that counts signatures up to `here()` (XML Signature 1.1 §6.6.4) takes 18.
pub const MAX_XPATH_STEPS: u64 = 100_000_000;

/// Nodes in one node-set of an XPath expression, at 12 bytes each.
pub const MAX_XPATH_NODES: usize = 4 << 20;

/// One string of an XPath expression, and the strings that one comparison holds at a time.
pub const MAX_XPATH_STRING_BYTES: usize = 32 << 20;

/// `XPath` elements in one transform of XPath Filter 2.0. Real ones have up to 4.
pub const MAX_XPATH_FILTERS: usize = 64;

/// Names in one subjectAltName, and subtrees in either half of one nameConstraints. Servers' have
/// up to 250 names, bridge CAs up to 60 subtrees.
pub const MAX_GENERAL_NAMES: usize = 1_000;

/// Names compared with subtrees while looking for the paths of all signatures of a document: each
/// comparison takes under a microsecond. A signer with 3 names under bridges of 60 subtrees takes
/// 360.
pub const MAX_DOCUMENT_NAME_COMPARISONS: usize = 500_000;

/// Policies, and mappings of policies, in one certificate. Bridge CAs have up to 60.
pub const MAX_CERTIFICATE_POLICIES: usize = 128;

/// Signers of CRLs whose own revocation is asked on the way to one answer. A CA delegates its list
/// once; the list of the delegate's CA is a second.
pub const MAX_CRL_SIGNER_DEPTH: usize = 3;

/// Paths of one certificate that are judged for revocation until one has nothing revoked in it:
/// roots that were renewed or cross-certified give two.
pub const MAX_PATHS_JUDGED: usize = 4;

/// A trusted list (TS 119 612). The largest of a country, and the list of all lists, have under
/// 6 MB.
pub const MAX_TRUST_LIST_BYTES: usize = 32 << 20;

/// Services of one trusted list, with their past states: the largest country has under 3,000.
pub const MAX_TRUST_LIST_SERVICES: usize = 20_000;

/// Bytes of a profile file. The shipped ones have under 2 KB.
pub const MAX_PROFILE_BYTES: u64 = 64 << 10;

/// Attachments in one edXML message that are read for its signature: each has a reference.
pub const MAX_XML_ATTACHMENTS: usize = MAX_XML_REFERENCES;

/// Signatures of one XML document of which it is looked whether other namespaces around them would
/// make them hold, the length of such a document, and the elements around the signature that are
/// tried: each try reads the document once more.
pub const MAX_EXPLANATIONS: usize = 4;
/// See [`MAX_EXPLANATIONS`].
pub const MAX_EXPLAINED_BYTES: usize = 1 << 20;
/// See [`MAX_EXPLANATIONS`].
pub const MAX_EXPLAINED_DEPTH: usize = 8;

/// Changes after one signature that a report names: a busy paper has a dozen revisions with three
/// or four each, and a thousand signatures repeat those of all revisions after them.
pub const MAX_CHANGES: usize = 200;
/// Objects of one change that are named; evidence for the archive is some twenty.
pub const MAX_OBJECTS_PER_CHANGE: usize = 50;
/// Pages looked through for the places of signatures and fields: each costs a read, and verifying
/// a long document should not wait for a page number.
pub const MAX_NUMBERED_PAGES: usize = 5_000;

/// Bytes of a CRL or another object that a machine-readable report holds whole; of a larger one it
/// has the digest, since a report of 170 MB helps nobody.
pub const MAX_EMBEDDED_OBJECT: usize = 1 << 20;
/// Letters in the name of a trust domain: `cong-vu` has 7.
pub const MAX_TRUST_DOMAIN_LETTERS: usize = 40;

/// Records in the history of a trust store: an office that changed an authority every day for a
/// working life would have this many.
pub const MAX_STORE_RECORDS: usize = 10_000;

/// Bytes of one record of a trust store: 300 for each certificate that one call added, of which
/// there are at most [`MAX_CERTIFICATES`].
pub const MAX_STORE_RECORD_BYTES: u64 = 1 << 20;

/// Bytes of the file of a record's digest: 64 digits and a line end.
pub const MAX_STORE_SUM_BYTES: u64 = 128;

/// Bytes of one certificate in a trust store. Roots have under 3 KB.
pub const MAX_STORE_CERTIFICATE_BYTES: u64 = 64 << 10;

/// Characters in the name of a field that is added: people choose fields by their names, and
/// readers show them in one line.
pub const MAX_NEW_FIELD_NAME: usize = 255;

/// Times that a record is written anew because another process was faster.
pub const MAX_STORE_RACES: usize = 100;

/// Bytes of room for one signature in a PDF, which takes twice as much in the file and in memory. A
/// CMS with a long chain and a time-stamp has under 64 KB.
pub const MAX_CONTENTS_ROOM: usize = 16 << 20;

/// Bytes of a policy file. One with every key and a comment on each has under 10 KB.
pub const MAX_POLICY_BYTES: u64 = 64 << 10;

/// Crypt filters that an encryption dictionary may name. Files have one or two.
pub const MAX_CRYPT_FILTERS: usize = 32;

/// Pages whose text is looked through for a place: a book has a tenth of them.
pub const MAX_TEXT_PAGES: usize = 10_000;

/// Content of one page or form, inflated, that is read for its text. Maps have some megabytes.
pub const MAX_TEXT_CONTENT: usize = 32 << 20;

/// Content read for its text in one document, inflated, forms as often as they are drawn: some ten
/// thousand pages of text, or seconds of work.
pub const MAX_TEXT_BYTES: u64 = 512 << 20;

/// Operators in it: some ten thousand pages of text, or seconds of work.
pub const MAX_TEXT_OPERATIONS: u64 = 20_000_000;

/// Glyphs of one page that are kept. A page of a newspaper has some ten thousand.
pub const MAX_TEXT_GLYPHS: usize = 200_000;

/// Fonts kept while the text of one document is read; more are read again.
pub const MAX_TEXT_FONTS: usize = 500;

/// What one font says of its characters, inflated, and how many entries it has. A font with every
/// character of Unicode's first plane has 65,536.
pub const MAX_CHARACTER_MAP_BYTES: usize = 4 << 20;
/// See [`MAX_CHARACTER_MAP_BYTES`].
pub const MAX_CHARACTER_MAP_ENTRIES: usize = 400_000;

/// Characters of a text that is looked for: a name has some tens.
pub const MAX_WANTED_TEXT: usize = 500;

/// Places of one text that are told apart in a document.
pub const MAX_TEXT_MATCHES: usize = 1_000;

/// A font to draw a signature with: those of all Chinese signs take 20 MB, collections of four 80.
pub const MAX_FONT_BYTES: usize = 128 << 20;

/// Points of a picture in a signature: a page scanned at 400 dots an inch has 15 million.
pub const MAX_PICTURE_POINTS: u64 = 25_000_000;

/// Characters of a signature's text, as a template and filled in: a page of text has 3,000.
pub const MAX_LOOK_CHARACTERS: usize = 10_000;

/// Widths of glyphs that the ranges of one font give: each glyph four times over. More is made to
/// cost time, not to set text.
pub const MAX_GLYPH_WIDTHS: usize = 1 << 18;

/// Entries of one container. Dossiers have some hundred files.
pub const MAX_CONTAINER_ENTRIES: usize = 10_000;

/// The central directory of a container in bytes, which is kept: ten thousand entries with long
/// names and the extra fields of the usual programs take 4 MB.
pub const MAX_CONTAINER_DIRECTORY_BYTES: u64 = 16 << 20;

/// The name of one entry in bytes of UTF-8, folders included. Windows takes 260 characters.
pub const MAX_CONTAINER_NAME_BYTES: usize = 1024;

/// What all entries of a container come to, inflated, in bytes: as much as signatures may refer to
/// outside of their document.
pub const MAX_CONTAINER_BYTES: u64 = MAX_EXTERNAL_BYTES;

/// How many times larger than in the container an entry may be that is larger than
/// [`MAX_CONTAINER_DENSE_BYTES`]. Text has 4 to 20, blank scans without compression of their own
/// some hundred; a bomb has a thousand.
pub const MAX_CONTAINER_RATIO: u64 = 250;
/// See [`MAX_CONTAINER_RATIO`].
pub const MAX_CONTAINER_DENSE_BYTES: u64 = 64 << 20;

/// One signature, manifest or time-stamp of a container in bytes, inflated: they are read into
/// memory. Signatures for the archive with CRLs in base64 reach 17 MB.
pub const MAX_CONTAINER_META_BYTES: u64 = MAX_CMS_BYTES as u64;

/// Signatures, manifests and time-stamps of a container, all together in bytes, inflated.
pub const MAX_CONTAINER_META_TOTAL: u64 = 256 << 20;

/// Manifests of a container, all together in bytes, inflated: one of ten thousand files takes 3 MB,
/// and each signature has its own.
pub const MAX_CONTAINER_MANIFESTS_TOTAL: u64 = 64 << 20;

/// What the signatures of one container may read of its files, as a multiple of what these come
/// to, inflated: twenty signatures over all of it.
pub const CONTAINER_DIGEST_FACTOR: u64 = 20;
/// Bytes that the fields of a CMS before its content may take: a version and the hash functions.
pub const MAX_CMS_HEAD_BYTES: u64 = 64 << 10;

/// A CMS in PEM, which is decoded as a whole; one with much content comes in DER.
pub const MAX_PEM_BYTES: u64 = 64 << 20;

/// Counter-signatures of one signature, and of each other, that are judged: a paper that goes up
/// through an office has under ten.
pub const MAX_COUNTER_SIGNATURES: usize = 50;
/// Counter-signatures that stand in one another.
pub const MAX_COUNTER_DEPTH: usize = 8;

/// Archive time-stamps of one CMS signer that are judged, the newest first: two a year for fifty
/// years.
pub const MAX_ARCHIVE_TIMESTAMPS: usize = 100;
/// What is hashed for all of them together in bytes, beside what they cover in common: each has its
/// index, and what was signed.
pub const MAX_ARCHIVE_WORK: usize = 256 << 20;

/// Pieces in which content may stand, however short they are; beyond, the average of all must be
/// [`MIN_PIECE_BYTES`], so that the work grows with the file alone.
pub const MAX_SHORT_PIECES: u64 = 1 << 16;
/// See [`MAX_SHORT_PIECES`]. Programs that stream write pieces of 1000 bytes and more.
pub const MIN_PIECE_BYTES: u64 = 256;
