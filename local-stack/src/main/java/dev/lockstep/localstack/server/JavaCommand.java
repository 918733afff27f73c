package dev.lockstep.localstack.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines for Java programs, run by the JDK that runs us. */
public final class JavaCommand {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private JavaCommand() {}

    /**
     * Lets a program on the class path load native code. Jars say so in their manifest instead, because this option keeps the JDK from
     * using all that it has archived of its own modules.
     */
    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    /** The command {@code java options… target…}, where the target is {@code -jar x.jar …} or {@code -cp … Main …}. */
    public static List<String> of(List<String> options, List<String> target) {
        List<String> command = new ArrayList<>(List.of(
                JAVA.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(target);
        return List.copyOf(command);
    }

    /** The folder of that JDK. */
    public static String javaHome() {
        return System.getProperty("java.home");
    }
}
