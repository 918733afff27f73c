package dev.lockstep.localstack.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void theWantedPortIsGivenWhenItIsFree() {
        int free = new Ports().any();

        assertThat(new Ports().nearest(free)).isEqualTo(free);
    }

    @Test
    void aTakenPortIsSteppedAround() throws IOException {
        try (ServerSocket taken = new ServerSocket(new Ports().any(), 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = new Ports().nearest(taken.getLocalPort());

            assertThat(port).isGreaterThan(taken.getLocalPort());
            assertThat(Ports.isFree(port)).isTrue();
        }
    }

    @Test
    void noPortIsGivenTwice() {
        Ports ports = new Ports();
        int first = ports.any();

        assertThat(ports.nearest(first)).isNotEqualTo(first);
    }
}
