package dev.lockstep.contracts;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This member of an event is a text that a person may have written, or that repeats what one did: personal data of those whom it is about.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface PersonText {

    /**
     * Who wrote it: the component of the same record that is an {@link Authority} or a {@link PersonName}. Without one it is about whoever
     * caused the event, and everybody whom it names.
     */
    String by() default "";
}
