package dev.lockstep.siterunner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.ObservedFact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final Redaction REDACTION = new Redaction(List.of("hunter", "hunter22", "two words", "abc"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    password: x y                              ; password: [redacted] y
                    Password=x                                 ; Password=[redacted]
                    password = x                               ; password = [redacted]
                    password: "a b c" rest                     ; password: [redacted] rest
                    password='a b' rest                        ; password=[redacted] rest
                    password: "a \\" b" rest                   ; password: [redacted] rest
                    password: "a "" b" rest                    ; password: [redacted] rest
                    password: 'a '' b' rest                    ; password: [redacted] rest
                    password: "never ends                      ; password: [redacted]
                    password: 'never ends                      ; password: [redacted]
                    password: "ends in a backslash\\" rest     ; password: [redacted]
                    {"password": "a b", "user": "u"}           ; {"password": [redacted], "user": "u"}
                    {'client_secret':'a b'}                    ; {'client_secret':[redacted]}
                    api-key=x&more                             ; api-key=[redacted]
                    passphrase: <x> y                          ; passphrase: [redacted] y
                    Kennwort: geheim                           ; Kennwort: [redacted]
                    obj= D\\svc password= x                    ; obj= D\\svc password= [redacted]
                    net use Z: /p:x /u:y                       ; net use Z: /p:[redacted] /u:y
                    tool /pass:"a b" /u:y                      ; tool /pass:[redacted] /u:y
                    tool "/p:x" y                              ; tool "/p:[redacted] y
                    plink -pw x host                           ; plink -pw [redacted] host
                    plink -pw "a b" host                       ; plink -pw [redacted] host
                    tool --password x --token y z              ; tool --password [redacted] --token [redacted] z
                    tool /password x                           ; tool /password [redacted]
                    Authorization: Bearer x.y.z                ; Authorization: Bearer [redacted]
                    Authorization: Basic dTpw                  ; Authorization: Basic [redacted]
                    bearer x.y.z                               ; bearer [redacted]
                    <password>a b</password>                   ; <password>[redacted]</password>
                    hunter22 and hunter and two words          ; [redacted] and [redacted] and [redacted]
                    """)
    void whatIsAnnouncedAsASecretDoesNotLeave(String text, String expected) {
        assertThat(REDACTION.redact(text)).isEqualTo(expected);
        assertThat(REDACTION.redact(expected)).as("a second time").isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ldifde -f - -s dc1 -d \"CN=Microsoft Exchange,CN=Services\" -p base -l objectVersion",
                "cluster /cluster:CLU01 res \"Disk E:\" /prop:Type",
                "cluster /cluster:CLU01 res R /priv",
                "The password policy applies to 3 tokens and no secret.",
                "reg query \\\\N1\\HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup",
                "abc",
                "10.0.0.1/p:x-y",
                "",
            })
    void whatIsNoSecretStays(String text) {
        assertThat(REDACTION.redact(text)).isEqualTo(text);
        assertThat(REDACTION.redact(List.of(text.split(" ")))).containsExactly(text.split(" "));
    }

    @Test
    void whatThePlatformDoesNotTakeIsReplaced() {
        assertThat(REDACTION.redact("a\0b")).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    tool|/p:two and more|/u:x       ; tool|/p:[redacted]|/u:x
                    tool|password=two and more|x    ; tool|password=[redacted]|x
                    sc|obj=|D|password=|two and|x   ; sc|obj=|D|password=|[redacted]|x
                    plink|-pw|two and more|host     ; plink|-pw|[redacted]|host
                    tool|--token|--token|x          ; tool|--token|[redacted]|x
                    tool|-pw                        ; tool|-pw
                    tool|a hunter22 b               ; tool|a [redacted] b
                    tool|Name=x,Password=a b        ; tool|Name=x,Password=[redacted]
                    """)
    void anArgumentIsOneValueWhateverStandsInIt(String argv, String expected) {
        assertThat(REDACTION.redact(Arrays.asList(argv.split("\\|")))).containsExactly(expected.split("\\|"));
    }

    @Test
    void aFactLosesItsSecretsAndKeepsItsShape() throws IOException {
        ObservedFact fact = new ObservedFact(
                DocumentKind.CLUSTER,
                FactPath.of("nodes", "N1", "x"),
                new ObjectMapper().readTree("{\"a\": [\"password: x\", 1, null, {\"b\": \"hunter22\"}], \"c\": true}"),
                "the command");

        ObservedFact redacted = REDACTION.redact(fact, "another command");

        assertThat(redacted.value())
                .isEqualTo(new ObjectMapper()
                        .readTree(
                                "{\"a\": [\"password: [redacted]\", 1, null, {\"b\": \"[redacted]\"}], \"c\": true}"));
        assertThat(redacted.path()).isEqualTo(fact.path());
        assertThat(redacted.source()).isEqualTo("another command");
        ObservedFact plain = new ObservedFact(DocumentKind.CLUSTER, fact.path(), TextNode.valueOf("Disk E:"), "x");
        assertThat(REDACTION.redact(plain, "x")).isEqualTo(plain);
    }

    @Test
    void furtherSecretsAreReadFromAFile() throws IOException {
        Path file = folder.resolve("secrets");
        Files.writeString(file, "\uFEFFfirst one\r\n\n second \nGröße\n", StandardCharsets.UTF_8);

        assertThat(Redaction.read(file)).containsExactly("first one", " second ", "Größe");
    }

    @Test
    void aFileThatCannotBeReadOrASecretThatIsTooShortKeepsTheRunnerFromStarting() throws IOException {
        Path file = folder.resolve("secrets");
        assertThatThrownBy(() -> Redaction.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read");

        Files.writeString(file, "long enough\nabc\n");
        assertThatThrownBy(() -> Redaction.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("abc");

        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> Redaction.read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aVeryLongLineIsRedactedSoon() {
        String quoted = "password: \"" + "a\\\" b \"\" ".repeat(200_000);
        long begun = System.nanoTime();

        assertThat(REDACTION.redact(quoted)).isEqualTo("password: [redacted]");
        assertThat(REDACTION.redact("password ".repeat(200_000))).hasSize(9 * 200_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
}
