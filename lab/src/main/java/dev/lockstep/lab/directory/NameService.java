package dev.lockstep.lab.directory;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A name server on UDP and TCP of one port of the loopback interface. What it cannot read it does not answer. */
public final class NameService implements AutoCloseable {
    private static final int PLAIN_UDP = 512;
    private static final int LARGEST = 65_535;
    private static final int TRIES = 20;
    private static final int IDLE_MILLIS = 5_000;

    private final DatagramSocket packets;
    private final ServerSocket connections;
    private final UnaryOperator<Message> answers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private NameService(DatagramSocket packets, ServerSocket connections, UnaryOperator<Message> answers) {
        this.packets = packets;
        this.connections = connections;
        this.answers = answers;
    }

    /** Starts it on a free port; answers questions by the zone. */
    public static NameService start(ZoneRecords zone) throws IOException {
        NameService service = bound(zone::answer);
        service.threads.execute(service::servePackets);
        service.threads.execute(service::serveConnections);
        return service;
    }

    /** A port that is free for both protocols. */
    private static NameService bound(UnaryOperator<Message> answers) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int i = 0; ; i++) {
            ServerSocket connections = new ServerSocket(0, 0, loopback);
            try {
                DatagramSocket packets =
                        new DatagramSocket(new InetSocketAddress(loopback, connections.getLocalPort()));
                return new NameService(packets, connections, answers);
            } catch (IOException e) {
                connections.close();
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Where it answers. */
    public int port() {
        return connections.getLocalPort();
    }

    private void servePackets() {
        byte[] buffer = new byte[LARGEST];
        while (!packets.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                packets.receive(packet);
                Optional<Message> question = question(Arrays.copyOf(buffer, packet.getLength()));
                if (question.isPresent()) {
                    OPTRecord options = question.get().getOPT();
                    int room = options == null ? PLAIN_UDP : Math.max(PLAIN_UDP, options.getPayloadSize());
                    byte[] wire = answers.apply(question.get()).toWire(room);
                    packets.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // one packet less; who asked asks again, and after the end nobody does
            }
        }
    }

    private void serveConnections() {
        while (!connections.isClosed()) {
            try {
                Socket connection = connections.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                // closed, or a caller that has gone
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(IDLE_MILLIS);
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            while (true) {
                byte[] bytes = new byte[in.readUnsignedShort()];
                in.readFully(bytes);
                Optional<Message> question = question(bytes);
                if (question.isEmpty()) {
                    return;
                }
                byte[] wire = answers.apply(question.get()).toWire(LARGEST);
                out.writeShort(wire.length);
                out.write(wire);
                out.flush();
            }
        } catch (IOException e) {
            // the caller has gone
        }
    }

    private static Optional<Message> question(byte[] bytes) {
        try {
            Message message = new Message(bytes);
            boolean asks = !message.getHeader().getFlag(Flags.QR) && message.getQuestion() != null;
            return asks ? Optional.of(message) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The beginning of an answer. */
    static Message answerTo(Message question, int code) {
        Message answer = new Message();
        Header header = new Header(question.getHeader().getID());
        header.setFlag(Flags.QR);
        header.setFlag(Flags.AA);
        if (question.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        header.setOpcode(question.getHeader().getOpcode());
        header.setRcode(code);
        answer.setHeader(header);
        answer.addRecord(question.getQuestion(), Section.QUESTION);
        return answer;
    }

    static Message refusal(Message question) {
        return answerTo(question, Rcode.REFUSED);
    }

    @Override
    public void close() throws IOException {
        packets.close();
        connections.close();
        threads.shutdownNow();
    }
}
