package dev.lockstep.discovery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates are believed. */
final class Trust {

    private Trust() {}

    /** Encryption that trusts the certificates of a PEM file, or without one those that the JDK trusts. */
    static SSLContext context(@Nullable Path certificates) throws DiscoveryException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, certificates == null ? null : managers(certificates), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new DiscoveryException(
                    "The certificates in %s cannot be read: %s.".formatted(certificates, e.getMessage()),
                    "Give a file with certificates in the PEM form.");
        }
    }

    private static TrustManager[] managers(Path certificates) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificates)) {
            int count = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + count++, each);
            }
            if (count == 0) {
                throw new GeneralSecurityException("there is none");
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
