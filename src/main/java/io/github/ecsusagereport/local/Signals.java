package io.github.ecsusagereport.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * {@code sun.misc.Signal} by reflection. Nothing else in a JDK can receive a signal and live on,
 * and javac's warning about it can be suppressed in no way that both JDK 17 and 25 know.
 *
 * @see <a href="https://openjdk.org/jeps/260">JEP 260, which keeps it accessible</a>
 */
final class Signals {
  private final Class<?> handlerType;
  private final Method handle;
  private final Class<?> signalType;

  /** What handled a signal before; to be given back. */
  record Handler(Object signal, Object before) {}

  Signals() throws ReflectiveOperationException {
    signalType = Class.forName("sun.misc.Signal");
    handlerType = Class.forName("sun.misc.SignalHandler");
    handle = signalType.getMethod("handle", signalType, handlerType);
  }

  /**
   * Gives the name of the signal to the receiver, whenever it comes.
   *
   * @throws ReflectiveOperationException when the JVM keeps this signal for itself
   */
  Handler receive(String name, Consumer<String> receiver) throws ReflectiveOperationException {
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    Object handler =
        Proxy.newProxyInstance(
            handlerType.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) -> called(proxy, method, arguments, name, receiver));
    return new Handler(signal, handle.invoke(null, signal, handler));
  }

  void giveBack(Handler handler) {
    try {
      handle.invoke(null, handler.signal(), handler.before());
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e); // it was allowed before
    }
  }

  /** A proxy is asked for equality and the like too. */
  private static Object called(
      Object proxy, Method method, Object[] arguments, String name, Consumer<String> receiver) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> name.hashCode();
      case "toString" -> "handler of " + name;
      default -> {
        receiver.accept(name);
        yield null;
      }
    };
  }
}
