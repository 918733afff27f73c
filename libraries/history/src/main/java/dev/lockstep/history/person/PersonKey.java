package dev.lockstep.history.person;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one person: 256 random bits for AES-GCM. Its id is a hash of it, so that an entry that names the id is bound to this key, and
 * with it to one plaintext. A text is opened only at the place for which it was sealed.
 */
public final class PersonKey {

    /** Characters of an id: 192 bits of SHA-256 in hexadecimal. */
    public static final int ID_LENGTH = 48;

    private static final int BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String ID_DOMAIN = "lockstep person key v1\n";
    private static final String JOINT_DOMAIN = "lockstep joint key v1\n";
    private static final String TEXT_DOMAIN = "lockstep person text v1\n";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;
    private final String id;

    private PersonKey(byte[] key) {
        this.key = key;
        this.id = idOf(key);
    }

    /** A new key. */
    public static PersonKey generate() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return new PersonKey(key);
    }

    /**
     * The key that bytes are.
     *
     * @throws IllegalArgumentException when there are not 32 of them
     */
    public static PersonKey of(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("the key of a person has %d bytes".formatted(BYTES));
        }
        return new PersonKey(key.clone());
    }

    /**
     * Reads what {@link #toText} writes.
     *
     * @throws IllegalArgumentException when it is no key
     */
    public static PersonKey parse(String text) {
        PersonKey parsed = of(Base64.getDecoder().decode(text));
        if (!parsed.toText().equals(text)) {
            throw new IllegalArgumentException("the key of a person is not written as it should be");
        }
        return parsed;
    }

    private static String idOf(byte[] key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ID_DOMAIN.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256.digest(key)).substring(0, ID_LENGTH);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** Names the key and tells nothing about it; it stands in entries for the person. */
    public String id() {
        return id;
    }

    /** The key itself, for those who may read what it opens. */
    public byte[] bytes() {
        return key.clone();
    }

    /** The key itself in base64, a line of a bundle. */
    public String toText() {
        return Base64.getEncoder().encodeToString(key);
    }

    /** Seals the name of the person: wherever it stands, it is meant to be the same. */
    public SealedText sealName(String name) {
        return seal(List.of(this), name, "");
    }

    /**
     * Seals a text for one place.
     *
     * @param keys all of which it takes to open it; 1 or more
     * @param event the event's id
     * @param pointer the JSON pointer in the event
     */
    public static SealedText seal(List<PersonKey> keys, String text, String event, String pointer) {
        return seal(keys, text, SealedText.placeOf(event, pointer));
    }

    private static SealedText seal(List<PersonKey> keys, String text, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] ciphertext =
                    cipher(Cipher.ENCRYPT_MODE, keys, nonce, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] box = ByteBuffer.allocate(nonce.length + ciphertext.length)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
            return SealedText.of(keys, box, place);
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /**
     * The text; empty when it was not sealed under these keys for the place that it names, or was changed.
     *
     * @param keys those whose ids it names, in their order
     */
    static Optional<String> open(List<PersonKey> keys, SealedText sealedText) {
        try {
            byte[] box = sealedText.boxBytes();
            if (box.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOf(box, NONCE_BYTES);
            byte[] text = cipher(Cipher.DECRYPT_MODE, keys, nonce, sealedText.place())
                    .doFinal(box, NONCE_BYTES, box.length - NONCE_BYTES);
            return Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (AEADBadTagException | IllegalArgumentException changed) {
            return Optional.empty();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static Cipher cipher(int mode, List<PersonKey> keys, byte[] nonce, String place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(joint(keys), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((TEXT_DOMAIN + place).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The key itself where there is one; of several what follows from all of them. */
    private static byte[] joint(List<PersonKey> keys) throws GeneralSecurityException {
        if (keys.size() == 1) {
            return keys.getFirst().key;
        }
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(JOINT_DOMAIN.getBytes(StandardCharsets.UTF_8));
        keys.forEach(key -> sha256.update(key.key));
        return sha256.digest();
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "key of person " + id;
    }
}
