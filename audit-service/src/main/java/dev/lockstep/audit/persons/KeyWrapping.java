package dev.lockstep.audit.persons;

import dev.lockstep.history.person.PersonKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What the table of keys holds, so that whoever reads the database alone reads neither keys nor names. */
final class KeyWrapping {

    private static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String HMAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] wrapping;
    private final byte[] tagging;

    /** @param secret 32 bytes that are not in the database */
    KeyWrapping(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret for the keys of persons has %d bytes".formatted(SECRET_BYTES));
        }
        this.wrapping = hmac(secret, "lockstep person keys: wrapping");
        this.tagging = hmac(secret, "lockstep person keys: names");
    }

    /** A key and whose it is. */
    record Wrapped(PersonKey key, String name) {}

    /** By which the key of an account is found; the same for the same name, and nothing follows from it without the secret. */
    byte[] tag(String name) {
        return hmac(tagging, name);
    }

    byte[] wrap(PersonKey key, String name) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] bytes = key.bytes();
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] ciphertext = cipher(Cipher.ENCRYPT_MODE, nonce, key.id())
                    .doFinal(ByteBuffer.allocate(bytes.length + text.length)
                            .put(bytes)
                            .put(text)
                            .array());
            return ByteBuffer.allocate(nonce.length + ciphertext.length)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /**
     * Reads what {@link #wrap} wrote.
     *
     * @param id the id of the key
     * @throws IllegalStateException when it was wrapped under another secret, or changed
     */
    Wrapped unwrap(String id, byte[] wrapped) {
        try {
            byte[] plain = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(wrapped, NONCE_BYTES), id)
                    .doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES);
            PersonKey key = PersonKey.of(Arrays.copyOf(plain, SECRET_BYTES));
            if (key.id().equals(id)) {
                return new Wrapped(
                        key, new String(plain, SECRET_BYTES, plain.length - SECRET_BYTES, StandardCharsets.UTF_8));
            }
        } catch (GeneralSecurityException | IllegalArgumentException another) {
            throw new IllegalStateException("a key of a person is not under the secret of the key folder", another);
        }
        throw new IllegalStateException("a key of a person is not under the secret of the key folder");
    }

    private Cipher cipher(int mode, byte[] nonce, String id) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(wrapping, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
