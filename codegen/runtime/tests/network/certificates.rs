//! A certificate authority of the tests' own, and servers with its certificates.

use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use crate::runtime::http::reqwest;

/// A certificate authority.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: rcgen::Certificate,
}

impl Authority {
    pub fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        Self { issuer: Issuer::new(params, key), certificate }
    }

    /// Returns the root certificate as text, as administrators hand it out.
    pub fn pem(&self) -> String {
        self.certificate.pem()
    }

    pub fn root(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_pem(self.pem().as_bytes()).unwrap()
    }

    /// Issues a certificate for a host, and returns it with its key as text.
    fn issue(&self, host: &str, change: impl FnOnce(&mut CertificateParams)) -> (rcgen::Certificate, KeyPair) {
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        params.distinguished_name.push(DnType::CommonName, host);
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        (params.signed_by(&key, &self.issuer).unwrap(), key)
    }

    /// Returns an identity of a client that uses rustls.
    pub fn rustls_identity(&self) -> reqwest::Identity {
        let (certificate, key) = self.issue("client", |_| {});
        reqwest::Identity::from_pem(format!("{}{}", key.serialize_pem(), certificate.pem()).as_bytes()).unwrap()
    }

    /// Returns an identity of a client that uses native-tls.
    pub fn native_identity(&self) -> reqwest::Identity {
        let (certificate, key) = self.issue("client", |_| {});
        reqwest::Identity::from_pkcs8_pem(certificate.pem().as_bytes(), key.serialize_pem().as_bytes()).unwrap()
    }

    /// Returns the settings of a server with a certificate for a host.
    pub fn server(&self, host: &str) -> ServerConfig {
        self.configure(host, |_| {}, false)
    }

    /// The same, with an expired certificate.
    pub fn expired_server(&self, host: &str) -> ServerConfig {
        let expire = |params: &mut CertificateParams| {
            params.not_before = date_time_ymd(2001, 1, 1);
            params.not_after = date_time_ymd(2002, 1, 1);
        };
        self.configure(host, expire, false)
    }

    /// The same, for clients with a certificate.
    pub fn mutual_server(&self, host: &str) -> ServerConfig {
        self.configure(host, |_| {}, true)
    }

    fn configure(&self, host: &str, change: impl FnOnce(&mut CertificateParams), is_mutual: bool) -> ServerConfig {
        let (certificate, key) = self.issue(host, change);
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.der().clone()).unwrap();
        let builder = ServerConfig::builder();
        let builder = if is_mutual {
            builder.with_client_cert_verifier(WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap())
        } else {
            builder.with_no_client_auth()
        };
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        builder.with_single_cert(vec![CertificateDer::clone(certificate.der())], key).unwrap()
    }
}

/// Returns the function that accepts a connection with TLS, for [`Server::start_with`](crate::server::Server::start_with).
pub fn accept(config: ServerConfig) -> impl Fn(TcpStream) -> Option<StreamOwned<ServerConnection, TcpStream>> {
    let config = Arc::new(config);
    move |stream| Some(StreamOwned::new(ServerConnection::new(config.clone()).unwrap(), stream))
}
