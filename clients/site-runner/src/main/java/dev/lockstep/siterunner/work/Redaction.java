package dev.lockstep.siterunner.work;

import java.util.List;
import java.util.regex.Pattern;

/** Takes secrets out of text before it leaves the runner, and U+0000, which the platform does not take. */
public final class Redaction {
    private static final String MARK = "[redacted]";
    private static final Pattern TELLING = Pattern.compile(
            "(?i)((?:password|passwd|pwd|secret|token)\\s*[=:]\\s*|/(?:password|pwd|pass):|bearer\\s+)(\\S+)");

    private final List<String> secrets;

    /** Secrets of fewer than four characters are not looked for: they would hit ordinary words. */
    public Redaction(List<String> secrets) {
        this.secrets = secrets.stream().filter(each -> each.length() >= 4).toList();
    }

    public String redact(String text) {
        String redacted = text;
        for (String secret : secrets) {
            redacted = redacted.replace(secret, MARK);
        }
        return TELLING.matcher(redacted.replace('\0', '\uFFFD')).replaceAll("$1" + MARK.replace("$", "\\$"));
    }

    @Override
    public String toString() {
        return "Redaction[" + secrets.size() + " secrets]";
    }
}
