package dev.lockstep.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FileTroubleTest {

    @Test
    void theReasonIsTold() {
        assertThat(FileTrouble.of(new AccessDeniedException("plan.json"))).isEqualTo("this account may not");
        assertThat(FileTrouble.of(new NoSuchFileException("plan.json"))).isEqualTo("it does not exist");
        assertThat(FileTrouble.of(new FileSystemException("plan.json", null, "Input/output error")))
                .isEqualTo("Input/output error");
        assertThat(FileTrouble.of(new IOException("no space left"))).isEqualTo("no space left");
    }
}
