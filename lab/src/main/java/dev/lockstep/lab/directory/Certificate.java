package dev.lockstep.lab.directory;

import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.util.ssl.cert.ManageCertificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate of the lab's domain controllers, signed by itself, and its key, which never leaves the lab's folder. */
final class Certificate {
    private static final String ALIAS = "directory";
    /** Who can read the folder can read this program too: the word only satisfies the format. */
    private static final String WORD = "lockstep-lab";

    private static final int LINE = 64;

    private final KeyStore store;
    private final Path pem;

    private Certificate(KeyStore store, Path pem) {
        this.store = store;
        this.pem = pem;
    }

    /** Reads the certificate that is kept in a folder, or makes one for these hosts and for this machine. */
    static Certificate readOrMake(Path folder, List<String> hosts) throws IOException {
        Path file = folder.resolve("directory.p12");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                make(file, hosts);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, WORD.toCharArray());
            }
            Path pem = folder.resolve("directory.pem");
            byte[] bytes = store.getCertificate(ALIAS).getEncoded();
            Files.writeString(
                    pem,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.UTF_8))
                                    .encodeToString(bytes)
                            + "\n-----END CERTIFICATE-----\n");
            return new Certificate(store, pem);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of the directory cannot be read: " + e.getMessage(), e);
        }
    }

    private static void make(Path file, List<String> hosts) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "generate-self-signed-certificate",
                "--keystore",
                file.toString(),
                "--keystore-password",
                WORD,
                "--keystore-type",
                "PKCS12",
                "--alias",
                ALIAS,
                "--subject-dn",
                "CN=" + hosts.getFirst(),
                "--days-valid",
                "3650",
                "--key-algorithm",
                "EC",
                "--key-size-bits",
                "256",
                "--signature-algorithm",
                "SHA256withECDSA",
                "--subject-alternative-name-dns",
                "localhost",
                "--subject-alternative-name-ip-address",
                "127.0.0.1"));
        for (String host : hosts) {
            arguments.addAll(List.of("--subject-alternative-name-dns", host));
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ResultCode result =
                ManageCertificates.main(InputStream.nullInputStream(), said, said, arguments.toArray(String[]::new));
        if (!result.equals(ResultCode.SUCCESS)) {
            throw new IOException(
                    "the certificate of the directory cannot be made: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    SSLContext context() throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, WORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of the directory cannot be used: " + e.getMessage(), e);
        }
    }

    Path pem() {
        return pem;
    }
}
