//! Words that are written with capitals inside: acronyms in the plural (`IDs`), versions of protocols (`IPv4`), and names such as `GitHub`.
//!
//! `heck` splits words at capitals: `nano_cp_us`, `i_pv4_address`, `git_hub`. This module joins the letters of such a word before the text
//! is split, and returns the spelling of the word in the name of a type.

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::HashMap;

/// The spellings of words with capitals inside, and their form in the name of a type.
///
/// Only words that are written as one word in lower case (`github`) are listed. Words whose parts are also written separately (`web_socket`,
/// `share_point`) are split like all others.
const SPELLINGS: &[(&str, &str)] = &[
    ("AliPay", "AliPay"),
    ("BitBucket", "Bitbucket"),
    ("BitTorrent", "BitTorrent"),
    ("CaaS", "Caas"),
    ("CouchDB", "CouchDb"),
    ("DDoS", "Ddos"),
    ("DevOps", "DevOps"),
    ("DocuSign", "DocuSign"),
    ("DropBox", "Dropbox"),
    ("DuckDB", "DuckDb"),
    ("DynamoDB", "DynamoDb"),
    ("ETag", "ETag"),
    ("FreeBSD", "FreeBsd"),
    ("GHz", "Ghz"),
    ("GWh", "Gwh"),
    ("GeoJSON", "GeoJson"),
    ("GiB", "Gib"),
    ("GitHub", "GitHub"),
    ("GitLab", "GitLab"),
    ("GraphQL", "GraphQl"),
    ("HubSpot", "HubSpot"),
    ("IMDb", "Imdb"),
    ("IOps", "Iops"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("IaaS", "Iaas"),
    ("IdP", "Idp"),
    ("InfluxDB", "InfluxDb"),
    ("IoT", "Iot"),
    ("IpV4", "Ipv4"),
    ("IpV6", "Ipv6"),
    ("JavaScript", "JavaScript"),
    ("KiB", "Kib"),
    ("LaTeX", "LaTeX"),
    ("LinkedIn", "LinkedIn"),
    ("LoRa", "Lora"),
    ("LoRaWAN", "Lorawan"),
    ("MHz", "Mhz"),
    ("MWh", "Mwh"),
    ("MacOS", "MacOs"),
    ("MailChimp", "Mailchimp"),
    ("MariaDB", "MariaDb"),
    ("MiB", "Mib"),
    ("MongoDB", "MongoDb"),
    ("MySQL", "MySql"),
    ("NaN", "Nan"),
    ("NoSQL", "NoSql"),
    ("OAuth", "OAuth"),
    ("OEmbed", "Oembed"),
    ("OpenAI", "OpenAi"),
    ("OpenAPI", "OpenApi"),
    ("OpenBSD", "OpenBsd"),
    ("OpenID", "OpenId"),
    ("PaaS", "Paas"),
    ("PagerDuty", "PagerDuty"),
    ("PayPal", "PayPal"),
    ("PhD", "Phd"),
    ("PoE", "Poe"),
    ("PostgreSQL", "PostgreSql"),
    ("QoS", "Qos"),
    ("RabbitMQ", "RabbitMq"),
    ("ReadMe", "ReadMe"),
    ("RocksDB", "RocksDb"),
    ("SELinux", "SeLinux"),
    ("SaaS", "Saas"),
    ("SendGrid", "SendGrid"),
    ("TMDb", "Tmdb"),
    ("TiB", "Tib"),
    ("TikTok", "TikTok"),
    ("TypeScript", "TypeScript"),
    ("VoIP", "Voip"),
    ("WeChat", "WeChat"),
    ("WhatsApp", "WhatsApp"),
    ("WiFi", "Wifi"),
    ("WordPress", "WordPress"),
    ("YouTube", "YouTube"),
    ("dBm", "Dbm"),
    ("eBay", "Ebay"),
    ("eBook", "Ebook"),
    ("eCheck", "Echeck"),
    ("eCommerce", "Ecommerce"),
    ("eInvoice", "Einvoice"),
    ("eLearning", "Elearning"),
    ("eMail", "Email"),
    ("ePub", "Epub"),
    ("eSignature", "Esignature"),
    ("eWallet", "Ewallet"),
    ("iCloud", "Icloud"),
    ("iDeal", "Ideal"),
    ("iFrame", "Iframe"),
    ("iMessage", "Imessage"),
    ("iPad", "Ipad"),
    ("iPadOS", "IpadOs"),
    ("iPhone", "Iphone"),
    ("iPod", "Ipod"),
    ("iTunes", "Itunes"),
    ("kHz", "Khz"),
    ("kWh", "Kwh"),
    ("pH", "Ph"),
    ("tvOS", "TvOs"),
    ("vCenter", "Vcenter"),
    ("vSphere", "Vsphere"),
    ("visionOS", "VisionOs"),
    ("watchOS", "WatchOs"),
];

/// Spellings with at least this length are recognized with any capitals (`Openapi`, `openAPI`). Shorter ones could be parts of other words,
/// so only the capital at their beginning may differ.
const LONG: usize = 5;

/// Acronyms that end like the words `is` and `as`. In `APIsList`, the `s` belongs to the acronym; in `URLIsValid`, `Is` is a word.
const ENDS_LIKE_A_WORD: &[&str] = &[
    "AMI", "API", "CA", "CDA", "CGI", "CLI", "CPI", "CTA", "DNA", "DPI", "EULA", "FPGA", "GPA", "GUI", "IATA", "KPI",
    "LBA", "LUA", "MFA", "MSI", "NDA", "NPI", "OTA", "PCI", "PII", "PKI", "POI", "PTA", "QA", "RIA", "RNA", "ROI",
    "RSA", "SLA", "SPA", "SPI", "SSRI", "TUI", "UI", "URI", "VA", "VGA", "VPA",
];

/// Letters that are words of their own before an acronym: `xAPIKey` is the header `X-API-Key`, `nURLs` a number of URLs.
const WORDS_OF_ONE_LETTER: &[u8] = b"aknxyz";

/// Joins the letters of words that are written with capitals inside. They become separate words in lower case; the rest does not change.
pub(super) fn joined(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    // Each rule needs a small letter and a capital.
    if !bytes.iter().any(u8::is_ascii_uppercase) || !bytes.iter().any(u8::is_ascii_lowercase) {
        return Cow::Borrowed(text);
    }
    let (mut out, mut copied, mut at) = (String::new(), 0, 0);
    while at < bytes.len() {
        let Some(len) = word_at(text, at) else {
            at += 1;
            continue;
        };
        out.push_str(&text[copied..at]);
        out.push(' ');
        out.push_str(&text[at..at + len].to_ascii_lowercase());
        at += len;
        if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            out.push(' ');
        }
        copied = at;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The words of the list that are not simply capitalized in the name of a type, and their form.
static TYPE_FORMS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let is_special = |form: &&str| form[1..].bytes().any(|byte| byte.is_ascii_uppercase());
    let forms = SPELLINGS.iter().map(|(_, form)| *form).filter(is_special);
    forms.map(|form| (form.to_ascii_lowercase(), form)).collect()
});

/// Returns the form of a word in the name of a type and the digits after it, if the word is not simply capitalized: `GitHub`.
pub(super) fn type_form(word: &str) -> Option<(&'static str, &str)> {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    TYPE_FORMS.get(letters).map(|form| (*form, &word[letters.len()..]))
}

/// Returns the length of the word with capitals inside that begins at a position.
fn word_at(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let first = bytes.get(at).filter(|byte| byte.is_ascii_alphabetic())?;
    let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b' ');
    // A capital begins a word after a small letter. A small letter begins one only after a character that is not a letter.
    let begins = if first.is_ascii_uppercase() { !before.is_ascii_uppercase() } else { !before.is_ascii_alphabetic() };
    if !begins {
        return None;
    }
    let rest = &bytes[at..];
    spelling(rest)
        .or_else(|| plural(rest))
        .or_else(|| version(rest))
        .or_else(|| acronym_after_letter(rest).filter(|_| !before.is_ascii_alphanumeric()))
}

/// A word of the list, which may be in the plural.
fn spelling(text: &[u8]) -> Option<usize> {
    let fits = |(spelling, _): &&(&str, &str)| {
        let known = spelling.as_bytes();
        // Fast path for nearly all words.
        if !known[0].eq_ignore_ascii_case(&text[0]) {
            return false;
        }
        let Some(found) = text.get(..spelling.len()) else { return false };
        let is_same = if known.len() >= LONG {
            found.eq_ignore_ascii_case(known)
        } else {
            found[0].eq_ignore_ascii_case(&known[0]) && found[1..] == known[1..]
        };
        let is_mixed = found.iter().any(u8::is_ascii_lowercase) && found[1..].iter().any(u8::is_ascii_uppercase);
        is_same && is_mixed && end(text, spelling.len()).is_some()
    };
    let longest = SPELLINGS.iter().filter(fits).map(|(spelling, _)| spelling.len()).max()?;
    end(text, longest)
}

/// Returns the end of a word of this length, with the `s` of a plural. `None` if the word continues.
fn end(text: &[u8], len: usize) -> Option<usize> {
    let ends_at = |at: usize| match (text.get(at - 1), text.get(at)) {
        (Some(last), Some(next)) if last.is_ascii_digit() => !next.is_ascii_digit(),
        (_, next) => !next.is_some_and(u8::is_ascii_lowercase),
    };
    if ends_at(len) {
        return Some(len);
    }
    (text.get(len) == Some(&b's') && ends_at(len + 1)).then_some(len + 1)
}

/// An acronym in the plural: `IDs`, `OSes`.
fn plural(text: &[u8]) -> Option<usize> {
    let capitals = text.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if capitals < 2 {
        return None;
    }
    let rest = &text[capitals..];
    let hissing = matches!(text[capitals - 1], b'S' | b'X' | b'Z' | b'H');
    let ending = match rest {
        [b's', ..] => 1,
        [b'e', b's', ..] if hissing => 2,
        _ => return None,
    };
    let next = rest.get(ending);
    let acronym = &text[..capitals];
    let is_ambiguous =
        ending == 1 && matches!(acronym, [_, _, .., b'I' | b'A']) && next.is_some_and(u8::is_ascii_uppercase);
    let is_listed = || ENDS_LIKE_A_WORD.iter().any(|known| known.as_bytes() == acronym);
    let is_plural = !next.is_some_and(u8::is_ascii_lowercase) && (!is_ambiguous || is_listed());
    is_plural.then_some(capitals + ending)
}

/// An acronym before a version: `UUID` in `UUIDv4`. The version is a word of its own.
fn version(text: &[u8]) -> Option<usize> {
    let capitals = text.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    match &text[capitals..] {
        [b'v', digit, ..] if capitals >= 2 && digit.is_ascii_digit() => Some(capitals),
        _ => None,
    }
}

/// An acronym after a single small letter: `iOS`, `cURL`, `mTLS`.
fn acronym_after_letter(text: &[u8]) -> Option<usize> {
    let letter = text.first().filter(|byte| byte.is_ascii_lowercase())?;
    let capitals = text[1..].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if let Some(len) = plural(&text[1..]).filter(|_| !WORDS_OF_ONE_LETTER.contains(letter)) {
        return Some(1 + len);
    }
    // The last capital before a small letter begins the next word: `mTLSConfig`.
    let continues = text.get(1 + capitals).is_some_and(u8::is_ascii_lowercase);
    let capitals = if continues { capitals.saturating_sub(1) } else { capitals };
    (capitals >= 2 && !WORDS_OF_ONE_LETTER.contains(letter)).then_some(1 + capitals)
}

#[cfg(test)]
mod tests {
    use super::super::words::{camel, plain};
    use super::*;

    #[test]
    fn words_with_capitals_inside_stay_whole() {
        for (text, words, ty) in [
            // Plurals.
            ("NanoCPUs", "nano_cpus", "NanoCpus"),
            ("ExecIDs", "exec_ids", "ExecIds"),
            ("oauthURLs", "oauth_urls", "OAuthUrls"),
            ("VLANs", "vlans", "Vlans"),
            ("APIsList", "apis_list", "ApisList"),
            ("TaxIDsList", "tax_ids_list", "TaxIdsList"),
            ("getOutboundIPs", "get_outbound_ips", "GetOutboundIps"),
            ("IPsInUse", "ips_in_use", "IpsInUse"),
            ("ExternalCAs", "external_cas", "ExternalCas"),
            ("OSes", "oses", "Oses"),
            ("vCPUs", "vcpus", "Vcpus"),
            ("URLIsValid", "url_is_valid", "UrlIsValid"),
            ("HTTPServer", "http_server", "HttpServer"),
            // Versions.
            ("IPv4Address", "ipv4_address", "Ipv4Address"),
            ("iPv4Address", "ipv4_address", "Ipv4Address"),
            ("ipV4Address", "ipv4_address", "Ipv4Address"),
            ("EnableIPv6", "enable_ipv6", "EnableIpv6"),
            ("GlobalIPv6PrefixLen", "global_ipv6_prefix_len", "GlobalIpv6PrefixLen"),
            ("UUIDv4", "uuid_v4", "UuidV4"),
            ("TLSv1.2", "tls_v1_2", "TlsV1_2"),
            // A small letter before an acronym.
            ("iOS", "ios", "Ios"),
            ("cURL", "curl", "Curl"),
            ("iDEAL", "ideal", "Ideal"),
            ("mTLSConfig", "mtls_config", "MtlsConfig"),
            ("xAPIKey", "x_api_key", "XApiKey"),
            ("isX", "is_x", "IsX"),
            ("aBTest", "a_b_test", "ABTest"),
            // Listed words.
            ("OAuth", "oauth", "OAuth"),
            ("oAuth2", "oauth2", "OAuth2"),
            ("OAuth2Error", "oauth2_error", "OAuth2Error"),
            ("PostOAuth2Token", "post_oauth2_token", "PostOAuth2Token"),
            ("OAuthorize", "o_authorize", "OAuthorize"),
            ("oEmbed", "oembed", "Oembed"),
            ("macOS", "macos", "MacOs"),
            ("GitHub", "github", "GitHub"),
            ("github_url", "github_url", "GitHubUrl"),
            ("gitHubURL", "github_url", "GitHubUrl"),
            ("git_hub", "git_hub", "GitHub"),
            ("OpenAPI", "openapi", "OpenApi"),
            ("openApiUrl", "openapi_url", "OpenApiUrl"),
            ("IoTDevice", "iot_device", "IotDevice"),
            ("ioTrack", "io_track", "IoTrack"),
            ("MultiOSDevice", "multi_os_device", "MultiOsDevice"),
            ("UserIdProvider", "user_id_provider", "UserIdProvider"),
            ("linkedInvoice", "linked_invoice", "LinkedInvoice"),
            ("MaximumIOps", "maximum_iops", "MaximumIops"),
            ("eInvoiceStatus", "einvoice_status", "EinvoiceStatus"),
            ("etag", "etag", "ETag"),
            ("IDPROVIDER", "idprovider", "Idprovider"),
            ("GitHubÜber", "github_über", "GitHubÜber"),
        ] {
            assert_eq!(plain(text), words, "{text}");
            assert_eq!(camel(words), ty, "{text}");
        }
    }

    #[test]
    fn the_list_is_sorted_and_each_word_has_capitals_inside() {
        assert!(SPELLINGS.is_sorted(), "{SPELLINGS:?}");
        for (spelling, form) in SPELLINGS {
            assert!(spelling.eq_ignore_ascii_case(form), "{spelling}");
            assert!(spelling[1..].contains(|c: char| c.is_ascii_uppercase()), "{spelling}");
        }
    }
}
