package dev.lockstep.discovery.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.discovery.security.AccessEntry.Effect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Descriptors as bytes: by the layout of MS-DTYP, and bytes that are none. */
class DescriptorTest {

    private static final int REVISION_OF_LIST = 20;
    private static final int SIZE_OF_LIST = 22;
    private static final int COUNT = 24;
    private static final int TYPE_OF_FIRST = 28;
    private static final int SIZE_OF_FIRST = 30;

    /** One entry that allows S-1-5-21-1-2-3-1104 full control, written out by hand. */
    private static final String PLAIN =
            "01000480 00000000 00000000 00000000 14000000" // head: revision 1, self-relative with list at byte 20
                    + "0200 2c00 0100 0000" // list: revision 2, 44 bytes, one entry
                    + "0002 2400 ff010f00" // allow, containers inherit, 36 bytes
                    + "0105 000000000005 15000000 01000000 02000000 03000000 50040000";

    /** One entry that denies Everyone the right Send As. */
    private static final String ABOUT_OBJECTS = "01000480 00000000 00000000 00000000 14000000"
            + "0400 3000 0100 0000"
            + "0600 2800 00010000 01000000 541a72ab2f1ed0119819 00aa0040529b"
            + "0101 000000000001 00000000";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] with16(int offset, int value) {
        byte[] bytes = bytes(PLAIN);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(offset, (short) value);
        return bytes;
    }

    private static byte[] with8(int offset, int value) {
        byte[] bytes = bytes(PLAIN);
        bytes[offset] = (byte) value;
        return bytes;
    }

    private static void damaged(byte[] bytes, String why) {
        assertThat(Descriptor.read(bytes))
                .isInstanceOfSatisfying(
                        Descriptor.Damaged.class,
                        damaged -> assertThat(damaged.why()).contains(why));
    }

    @Test
    void anEntryIsReadByItsLayout() {
        Sid holder = new Sid(5, List.of(21L, 1L, 2L, 3L, 1104L));

        assertThat(Descriptor.read(bytes(PLAIN)))
                .isEqualTo(new Descriptor.Listed(
                        List.of(new AccessEntry(Effect.ALLOW, 0x02, 0xF01FF, null, null, holder))));
        assertThat(holder).hasToString("S-1-5-21-1-2-3-1104");
    }

    @Test
    void anEntryAboutObjectsNamesWhatItIsAbout() {
        assertThat(Descriptor.read(bytes(ABOUT_OBJECTS)))
                .isEqualTo(new Descriptor.Listed(List.of(new AccessEntry(
                        Effect.DENY,
                        0,
                        0x100,
                        UUID.fromString("ab721a54-1e2f-11d0-9819-00aa0040529b"),
                        null,
                        new Sid(1, List.of(0L))))));
    }

    @Test
    void everyTruncationIsNamedAndNoneIsAnError() {
        for (String each : List.of(PLAIN, ABOUT_OBJECTS)) {
            byte[] whole = bytes(each);
            for (int length = 0; length < whole.length; length++) {
                assertThat(Descriptor.read(Arrays.copyOf(whole, length)))
                        .as("%d bytes", length)
                        .isInstanceOf(Descriptor.Damaged.class);
            }
        }
    }

    @Test
    void anEntryWithoutSizeDoesNotHoldTheReaderUp() {
        damaged(with16(SIZE_OF_FIRST, 0), "entry 1 of 1 cannot have 0 bytes");
        damaged(with16(SIZE_OF_FIRST, 3), "entry 1 of 1 cannot have 3 bytes");
    }

    @Test
    void sizesAndOffsetsBeyondTheBytesAreNamed() {
        damaged(with16(SIZE_OF_FIRST, 40), "entry 1 of 1 needs 36 bytes where 32 are left");
        damaged(with16(SIZE_OF_FIRST, 8), "needs");
        damaged(with16(SIZE_OF_LIST, 0xFFFC), "the access list needs 65524 bytes where 36 are left");
        damaged(with16(SIZE_OF_LIST, 4), "the access list cannot have 4 bytes");
        byte[] far = bytes(PLAIN);
        ByteBuffer.wrap(far).order(ByteOrder.LITTLE_ENDIAN).putInt(16, 0xFFFF_FFF0);
        damaged(far, "the access list begins at byte 4294967280 of 64");
        ByteBuffer.wrap(far).order(ByteOrder.LITTLE_ENDIAN).putInt(16, 4);
        damaged(far, "the access list begins inside the head");
        byte[] owner = bytes(PLAIN);
        ByteBuffer.wrap(owner).order(ByteOrder.LITTLE_ENDIAN).putInt(4, 62);
        damaged(owner, "security identifier");
    }

    @Test
    void moreEntriesThanThereAreBytesForAreNamed() {
        damaged(with16(COUNT, 0xFFFF), "entry 2 of 65535 needs 4 bytes where 0 are left");
    }

    @Test
    void otherRevisionsAndFormsAreNotGuessedAt() {
        damaged(with8(0, 2), "the descriptor has the revision 2");
        damaged(with8(3, 0), "not self-relative");
        damaged(with8(REVISION_OF_LIST, 3), "the access list has the revision 3");
        damaged(with8(36, 2), "a security identifier has the revision 2");
        damaged(with8(37, 16), "a security identifier has 16 parts");
        byte[] objectsInPlainList = bytes(ABOUT_OBJECTS);
        objectsInPlainList[REVISION_OF_LIST] = 2;
        damaged(objectsInPlainList, "about objects in a list of revision 2");
    }

    @Test
    void entriesThatAuditOrDependOnConditionsOrAreNotKnownAreNoRights() {
        for (int type : List.of(0x02, 0x04, 0x07, 0x09, 0x0A, 0x0B, 0x0C, 0x11, 0xFF)) {
            assertThat(Descriptor.read(with8(TYPE_OF_FIRST, type)))
                    .as("type %d", type)
                    .isEqualTo(new Descriptor.Listed(List.of()));
        }
    }

    @Test
    void withoutAListEverythingIsOpen() {
        byte[] none = Arrays.copyOf(bytes(PLAIN), 20);
        none[16] = 0;

        assertThat(Descriptor.read(none)).isEqualTo(new Descriptor.Open());
        assertThat(Descriptor.read(with8(2, 0))).isEqualTo(new Descriptor.Open());
    }

    @Test
    void anIdentifierIsAWholeValue() {
        byte[] sid = Arrays.copyOfRange(bytes(PLAIN), 36, 64);

        assertThat(Sid.of(sid))
                .map(Sid::bytes)
                .hasValueSatisfying(again -> assertThat(again).isEqualTo(sid));
        assertThat(Sid.of(Arrays.copyOf(sid, 29))).isEmpty();
        assertThat(Sid.of(new byte[0])).isEmpty();
        assertThat(new Sid(1L << 40, List.of())).hasToString("S-1-0x010000000000");
    }
}
