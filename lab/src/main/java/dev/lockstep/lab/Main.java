package dev.lockstep.lab;

import dev.lockstep.lab.directory.DirectorySite;
import dev.lockstep.lab.operator.Operator;
import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.server.CommandLog;
import dev.lockstep.lab.server.Gateway;
import dev.lockstep.lab.server.Lab;
import dev.lockstep.lab.server.SharedSecret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Starts the lab ({@code serve}, the default) or its operator ({@code operator}). Settings come by environment:
 *
 * <ul>
 *   <li>{@code LOCKSTEP_LAB_SCENARIO}: an inventory document, JSON or YAML, or a folder of those of several clusters
 *   <li>{@code LOCKSTEP_LAB_STATE}: the folder that the lab remembers itself in; default {@code .lockstep/lab}
 *   <li>{@code LOCKSTEP_LAB_PORT}: default 18105; 0 takes a free one
 *   <li>{@code LOCKSTEP_LAB_SPEED}: simulated seconds in one real second; default 150
 *   <li>{@code LOCKSTEP_LAB_TOKEN}: the file with the shared secret; made when it does not exist; default
 *       {@code token} in the state folder
 * </ul>
 *
 * <p>Where its directory and its name server answer it writes to {@code directory.json} in the state folder.
 */
public final class Main {
    private static final String USAGE = "usage: lockstep-lab [serve | operator]";

    private Main() {}

    /** The program's entry; exit code 2 for a wrong command line or missing settings. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String command = arguments.length == 0 ? "serve" : arguments[0];
        switch (command) {
            case "serve" -> serve(System.getenv());
            case "operator" -> System.exit(Operator.run(System.getenv(), System.out::println));
            default -> {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }

    private static void serve(Map<String, String> settings) throws IOException, InterruptedException {
        // An answer of a program is small and must not wait for the next acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        String scenario = settings.get("LOCKSTEP_LAB_SCENARIO");
        if (scenario == null) {
            System.err.println("LOCKSTEP_LAB_SCENARIO must name an inventory document or a folder of them");
            System.exit(2);
            return;
        }
        Path state = Path.of(settings.getOrDefault("LOCKSTEP_LAB_STATE", ".lockstep/lab"));
        int port = Integer.parseInt(settings.getOrDefault("LOCKSTEP_LAB_PORT", "18105"));
        double speed = Double.parseDouble(settings.getOrDefault("LOCKSTEP_LAB_SPEED", "150"));
        Path token = Path.of(settings.getOrDefault(
                "LOCKSTEP_LAB_TOKEN", state.resolve("token").toString()));
        Lab lab = Lab.open(state, Inventory.read(Path.of(scenario)), speed, Clock.systemUTC());
        String secret = SharedSecret.readOrMake(token);
        try (Gateway gateway = Gateway.start(lab, new CommandLog(state.resolve("commands.jsonl")), secret, port);
                DirectorySite directory = DirectorySite.start(lab::now, secret, state)) {
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown, "lab-shutdown"));
            System.out.println("lab ready on http://127.0.0.1:" + gateway.port());
            System.out.println("directory and name server as in " + directory.addresses());
            ended.await();
        } finally {
            lab.close();
        }
    }
}
