/** CEL expressions over inventory documents, evaluated to true, false or "not known, because these facts are missing". */
@NullMarked
package dev.lockstep.requirements.expression;

import org.jspecify.annotations.NullMarked;
