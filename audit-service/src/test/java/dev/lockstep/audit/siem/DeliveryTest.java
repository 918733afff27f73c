package dev.lockstep.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lockstep.history.entry.SampleEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets, real TLS. */
class DeliveryTest {

    private static final Identity HERE = Identity.of("ip:127.0.0.1");
    private static final Identity ELSEWHERE = Identity.of("dns:elsewhere.example");
    private static final String LOG = "lockstep.example/audit";
    private static final Format CEF = new CefFormat(LOG, "1.0");

    private static List<Delivery.Message> messages(int count) {
        var entries = SampleEvents.entries("rollout-1", 1, count);
        return IntStream.range(0, count)
                .mapToObj(index -> SiemEvent.of(index, entries.get(index), entries.get(index)))
                .map(event -> new Delivery.Message(event, CEF.of(event)))
                .toList();
    }

    private static SyslogDelivery syslog(String address, SSLContext tls) {
        return new SyslogDelivery(Destination.parse(address), tls, LOG);
    }

    @Test
    void syslogOverTlsCarriesEveryMessageWhole() throws IOException {
        List<Delivery.Message> messages = messages(200);
        try (SyslogReceiver receiver = new SyslogReceiver(HERE)) {
            syslog(receiver.address(), HERE.trusting()).deliver(messages);

            assertThat(receiver.messages()).hasSize(200);
            assertThat(receiver.messages().getFirst())
                    .isEqualTo("<110>1 2026-03-01T10:15:30.123456Z lockstep.example/audit lockstep - step_begun - "
                            + messages.getFirst().line());
            assertThat(receiver.messages().getLast())
                    .endsWith(messages.getLast().line());
        }
    }

    @Test
    void aReceiverThatIsNotTrustedOrIsAnotherGetsNothing() {
        try (SyslogReceiver there = new SyslogReceiver(HERE);
                SyslogReceiver other = new SyslogReceiver(ELSEWHERE)) {
            assertThatThrownBy(
                            () -> syslog(there.address(), ELSEWHERE.trusting()).deliver(messages(1)))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() ->
                            syslog(there.address(), SSLContext.getDefault()).deliver(messages(1)))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(
                            () -> syslog(other.address(), ELSEWHERE.trusting()).deliver(messages(1)))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("127.0.0.1");
            assertThat(there.messages()).isEmpty();
            assertThat(other.messages()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void whatABrokenConnectionMayHaveLostIsNotTakenAsHandedOver(int count) {
        try (SyslogReceiver receiver = new SyslogReceiver(null)) {
            receiver.breakAfter(count);

            assertThatThrownBy(() -> syslog(receiver.address(), HERE.trusting()).deliver(messages(200)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void nobodyThereIsTold() {
        SyslogReceiver gone = new SyslogReceiver(null);
        gone.close();

        assertThatThrownBy(() -> syslog(gone.address(), HERE.trusting()).deliver(messages(1)))
                .isInstanceOf(IOException.class);
    }

    private record Asked(String body, String authorization, String type) {}

    private static HttpServer server(Identity identity, int status, List<Asked> asked) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.server()));
        server.createContext("/", exchange -> {
            asked.add(new Asked(
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static HttpDelivery https(HttpServer server, SSLContext tls) {
        Destination destination = Destination.parse(
                "https://127.0.0.1:%d/in".formatted(server.getAddress().getPort()));
        return new HttpDelivery(destination, Format.Kind.OCSF, Optional.of("Bearer secret"), tls);
    }

    @Test
    void httpsCarriesALineAnEvent() throws IOException, InterruptedException {
        List<Asked> asked = new CopyOnWriteArrayList<>();
        List<Delivery.Message> messages = messages(3);
        HttpServer server = server(HERE, 202, asked);
        try {
            https(server, HERE.trusting()).deliver(messages);
        } finally {
            server.stop(0);
        }

        assertThat(asked).singleElement().satisfies(one -> {
            assertThat(one.body().lines())
                    .containsExactlyElementsOf(
                            messages.stream().map(Delivery.Message::line).toList());
            assertThat(one.authorization()).isEqualTo("Bearer secret");
            assertThat(one.type()).isEqualTo("application/x-ndjson");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 401, 429, 500, 503})
    void anyOtherAnswerMeansThatTheReceiverDoesNotHaveThem(int status) throws IOException {
        List<Asked> asked = new ArrayList<>();
        HttpServer server = server(HERE, status, asked);
        try {
            assertThatThrownBy(() -> https(server, HERE.trusting()).deliver(messages(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(status))
                    .hasMessageNotContaining("secret");
            assertThat(asked).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anHttpsReceiverThatIsNotTrustedOrIsAnotherGetsNothing() throws IOException, NoSuchAlgorithmException {
        List<Asked> asked = new ArrayList<>();
        HttpServer there = server(HERE, 200, asked);
        HttpServer other = server(ELSEWHERE, 200, asked);
        try {
            for (HttpDelivery refused : List.of(
                    https(there, SSLContext.getDefault()),
                    https(there, ELSEWHERE.trusting()),
                    https(other, ELSEWHERE.trusting()))) {
                assertThatThrownBy(() -> refused.deliver(messages(1))).isInstanceOf(IOException.class);
            }
        } finally {
            there.stop(0);
            other.stop(0);
        }
        assertThat(asked).isEmpty();
    }
}
