package dev.lockstep.audit.siem;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Syslog (RFC 5424) over TLS (RFC 5425) or TCP (RFC 6587), framed by counting octets, so that nothing in a message can end it.
 *
 * <p>Syslog knows no acknowledgement: what was written to a connection that breaks may be lost without a word. So each batch has a
 * connection of its own, which this side closes for writing, and the batch counts as handed over when the receiver then closes its side:
 * it does so when it has read everything. One that breaks off or stays silent gets the batch again.
 */
final class SyslogDelivery implements Delivery {

    /** The facility {@code log audit}. */
    private static final int FACILITY = 13;

    private static final int HOSTNAME = 255;
    private static final int MESSAGE_ID = 32;
    private static final ScheduledExecutorService DEADLINES = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("siem-deadline").factory());

    private final Destination destination;
    private final SSLContext tls;
    private final String log;

    /** @param tls whom it trusts, and who it is if the receiver asks */
    SyslogDelivery(Destination destination, SSLContext tls, String log) {
        this.destination = destination;
        this.tls = tls;
        this.log = log;
    }

    @Override
    public void deliver(List<Message> messages) throws IOException {
        try (Socket plain = new Socket()) {
            // A receiver that does not read would block writing for ever; closing the socket ends that.
            ScheduledFuture<?> deadline =
                    DEADLINES.schedule(() -> close(plain), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            try {
                plain.connect(new InetSocketAddress(destination.host(), destination.port()), PATIENCE_MILLIS / 2);
                plain.setSoTimeout(PATIENCE_MILLIS / 2);
                if (destination.kind().isEncrypted()) {
                    try (Socket encrypted = encrypted(plain)) {
                        handOver(encrypted, messages);
                    }
                } else {
                    handOver(plain, messages);
                }
            } finally {
                deadline.cancel(false);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException isClosed) {
            System.getLogger(SyslogDelivery.class.getName()).log(System.Logger.Level.DEBUG, "closing", isClosed);
        }
    }

    private Socket encrypted(Socket plain) throws IOException {
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(plain, destination.host(), destination.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void handOver(Socket socket, List<Message> messages) throws IOException {
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        for (Message message : messages) {
            byte[] bytes = of(message).getBytes(StandardCharsets.UTF_8);
            out.write((bytes.length + " ").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
        }
        out.flush();
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        byte[] said = new byte[512];
        while (in.read(said) >= 0) {
            // Receivers have nothing to say; what one says is not an answer.
        }
    }

    private String of(Message message) {
        SiemEvent event = message.event();
        return "<%d>1 %s %s lockstep - %s - %s"
                .formatted(
                        FACILITY * 8 + event.weight().syslog,
                        event.entry().time(),
                        Plain.word(log, HOSTNAME),
                        Plain.word(event.told().kind(), MESSAGE_ID),
                        message.line());
    }
}
