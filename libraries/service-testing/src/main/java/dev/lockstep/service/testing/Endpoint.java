package dev.lockstep.service.testing;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.lockstep.access.AccessPolicy;
import dev.lockstep.access.Policies;
import dev.lockstep.access.http.Policy;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One endpoint of the service under test.
 *
 * @param method the HTTP method
 * @param path with its parameters in braces, without what they have to match
 * @param policy the policy that it declares and that exists, if any
 */
public record Endpoint(String method, String path, Optional<AccessPolicy> policy) {

    private static final List<Endpoint> ALL = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return found();
    });

    /** Every endpoint of all classes of Lockstep on the class path. */
    static List<Endpoint> all() {
        return ALL;
    }

    private static List<Endpoint> found() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.lockstep")) {
            if (resource.isAnnotatedWith(Path.class)) {
                Class<?> type = resource.reflect();
                String root = type.getAnnotation(Path.class).value();
                for (Method method : type.getDeclaredMethods()) {
                    httpMethod(method).ifPresent(http -> endpoints.add(endpoint(http, root, method)));
                }
            }
        }
        endpoints.sort(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method));
        return List.copyOf(endpoints);
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst();
    }

    private static Endpoint endpoint(String http, String root, Method method) {
        Path path = method.getAnnotation(Path.class);
        Policy policy = method.getAnnotation(Policy.class);
        String whole = ("/" + root + "/" + (path == null ? "" : path.value()))
                .replaceAll("/+", "/")
                .replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
        return new Endpoint(
                http,
                whole.length() > 1 && whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole,
                Optional.ofNullable(policy).flatMap(named -> Policies.named(named.value())));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
