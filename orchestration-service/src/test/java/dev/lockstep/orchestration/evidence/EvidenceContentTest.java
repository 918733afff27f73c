package dev.lockstep.orchestration.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However large a file is, whoever reads it holds one slice. */
class EvidenceContentTest {

    private static final int LARGEST = 8_000_000;

    private static byte[] file(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    /** A file of which it counts what was read and not yet written. */
    private static final class Counting extends OutputStream implements EvidenceContent.Source {

        private final byte[] file;
        private long held;
        private long most;
        private int place;

        private Counting(byte[] file) {
            this.file = file;
        }

        @Override
        public byte[] slice(long from, int length) {
            held += length;
            most = Math.max(most, held);
            int start = Math.toIntExact(from);
            return Arrays.copyOfRange(file, start, start + length);
        }

        @Override
        public void write(int one) {
            throw new AssertionError("byte by byte");
        }

        @Override
        public void write(byte[] slice, int offset, int length) {
            assertThat(Arrays.equals(slice, offset, offset + length, file, place, place + length))
                    .as("the bytes from %d on", place)
                    .isTrue();
            place += length;
            held -= length;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, EvidenceContent.SLICE - 1, EvidenceContent.SLICE, EvidenceContent.SLICE + 1, LARGEST})
    void allOfItIsWrittenAndNoMoreThanASliceIsHeld(int size) throws IOException {
        Counting counting = new Counting(file(size));

        new EvidenceContent(size, counting).writeTo(counting);

        assertThat(counting.place).isEqualTo(size);
        assertThat(counting.most).isLessThanOrEqualTo(EvidenceContent.SLICE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, EvidenceContent.SLICE, EvidenceContent.SLICE + 1, 300_000})
    void itsHashIsThatOfAllBytes(int size) {
        byte[] file = file(size);

        assertThat(new EvidenceContent(size, new Counting(file)).hash()).isEqualTo(EvidenceFiles.hash(file));
    }

    @Test
    void nothingIsReadForWhoHasGone() {
        Counting counting = new Counting(file(LARGEST));
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> new EvidenceContent(LARGEST, counting).writeTo(gone))
                .isInstanceOf(IOException.class);

        assertThat(counting.held).isEqualTo(EvidenceContent.SLICE);
    }
}
