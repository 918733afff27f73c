package dev.lockstep.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkTest {

    @Test
    void ofAnAddressOnlyItsNetworkIsTold() {
        assertThat(Network.of("192.0.2.77")).isEqualTo("192.0.2.0/24");
        assertThat(Network.of("2001:db8:ab:cdef::1")).isEqualTo("2001:db8:ab::/48");
        assertThat(Network.of("::ffff:192.0.2.77")).isEqualTo("192.0.2.0/24");
        assertThat(Network.of("host.example")).isEqualTo("unknown");
        assertThat(Network.of("")).isEqualTo("unknown");
    }
}
