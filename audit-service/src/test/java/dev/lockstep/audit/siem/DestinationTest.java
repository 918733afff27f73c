package dev.lockstep.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syslog+tls://siem.example",
                "syslog+tls://siem.example:6515",
                "https://siem.example/services/collector/raw?channel=1",
                "syslog+tcp://127.0.0.1:601",
                "syslog+tcp://[::1]:601",
                "http://127.0.0.1:8088/in"
            })
    void namesWhereToSend(String address) {
        assertThat(Destination.parse(address).address()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "siem.example:6514",
                "ftp://siem.example",
                "syslog+tcp://siem.example:601",
                "syslog+tcp://localhost:601",
                "syslog+tcp://10.0.0.1:601",
                "syslog+tcp://127.0.0.1",
                "http://siem.example/in",
                "http://127.0.0.1.siem.example/in",
                "https:///in",
                "https://account:word@siem.example/in",
                "https://siem.example/in#part",
                "syslog+tls://siem.example/in",
                "syslog+tls://siem.example?x",
                "https://siem example/"
            })
    void refusesWhatIsNoneOrWouldLeaveThisMachineInTheOpen(String address) {
        assertThatThrownBy(() -> Destination.parse(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsWhatMayBeSecretToItself() {
        assertThat(Destination.parse("https://siem.example/in?token=secret")).hasToString("https://siem.example/in");
        assertThat(Destination.parse("syslog+tls://siem.example").port()).isEqualTo(6514);
    }
}
