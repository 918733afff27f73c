package dev.lockstep.service.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.access.Role;
import dev.lockstep.contracts.ContractJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * Access tokens as the realm would issue them, signed with a key that is made anew for every JVM.
 *
 * <p>The key pair is kept in system properties, because tests and test resources may be loaded by different class loaders.
 */
public final class Tokens {

    /** Who issues them. */
    public static final String ISSUER = "https://tests.invalid/realms/lockstep";

    private static final String PRIVATE_KEY = "lockstep.tests.private-key";
    private static final String PUBLIC_KEY = "lockstep.tests.public-key";

    private Tokens() {}

    /** The key by which tokens are checked, Base64 of its X.509 form. */
    public static synchronized String publicKey() {
        String known = System.getProperty(PUBLIC_KEY);
        if (known != null) {
            return known;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            String encoded = Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
            System.setProperty(
                    PRIVATE_KEY,
                    Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
            System.setProperty(PUBLIC_KEY, encoded);
            return encoded;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of an account that is named after its only role and has these scopes. */
    public static String of(Role role, String... scopes) {
        return with(role.code(), claims -> {
            claims.putObject("realm_access").putArray("roles").add(role.code());
            for (String scope : scopes) {
                claims.withArray("lockstep_scopes").add(scope);
            }
        });
    }

    /** A valid token of an account without any grant, changed as wanted. */
    public static String with(String name, Consumer<ObjectNode> change) {
        Instant now = Instant.now();
        ObjectNode claims = ContractJson.mapper().createObjectNode();
        claims.put("iss", ISSUER)
                .put("sub", "subject-of-" + name)
                .put("preferred_username", name)
                .put("jti", "token-of-" + name)
                .put("iat", now.getEpochSecond())
                .put("auth_time", now.getEpochSecond())
                .put("exp", now.plus(Duration.ofMinutes(10)).getEpochSecond());
        claims.putArray("aud").add("lockstep-api").add("account");
        change.accept(claims);
        return sign(claims);
    }

    private static String sign(ObjectNode claims) {
        publicKey();
        try {
            String signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "."
                    + encode(ContractJson.mapper().writeValueAsString(claims));
            PrivateKey key = KeyFactory.getInstance("RSA")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY))));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
