package io.github.ecsusagereport.local;

import io.github.ecsusagereport.kernel.Proc;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Passes signals on to COMMAND, instead of ending this JVM: the line comes after COMMAND has ended,
 * for whatever reason.
 */
final class SignalRelay implements AutoCloseable {
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP", "USR1", "USR2");

  private final Proc proc;
  private final Signals signals;
  private final List<Signals.Handler> handlers = new ArrayList<>();
  private final List<String> early = new ArrayList<>();
  private final CountDownLatch afterTheEnd = new CountDownLatch(1);
  private Process command;

  private SignalRelay(Proc proc) throws ReflectiveOperationException {
    this.proc = proc;
    this.signals = new Signals();
  }

  /** Receives from now on; what comes before there is a process to pass it to is kept. */
  static SignalRelay install(Proc proc) throws IOException {
    try {
      SignalRelay relay = new SignalRelay(proc);
      NAMES.forEach(relay::install);
      return relay;
    } catch (ReflectiveOperationException e) {
      throw new IOException("this JVM cannot pass signals on", e);
    }
  }

  private void install(String name) {
    try {
      handlers.add(signals.receive(name, this::receive));
    } catch (ReflectiveOperationException e) {
      // A signal that this JVM keeps for itself.
    }
  }

  synchronized void passOnTo(Process process) {
    command = process;
    early.forEach(this::receive);
  }

  /** Sleeps until a signal comes that there is nobody left to pass on to. */
  void awaitAfterTheEnd() throws InterruptedException {
    afterTheEnd.await();
  }

  @Override
  public void close() {
    handlers.forEach(signals::giveBack);
  }

  private synchronized void receive(String signal) {
    if (command == null) {
      early.add(signal);
    } else if (!command.isAlive()) {
      afterTheEnd.countDown();
    } else if (!hasReachedAll(signal)) {
      kill(signal);
    }
  }

  /** The terminal sends Ctrl-C to every process in its foreground, COMMAND among them. */
  private boolean hasReachedAll(String signal) {
    try {
      return signal.equals("INT") && proc.self().inForeground();
    } catch (IOException e) {
      return false;
    }
  }

  /** By way of the shell, whose kill is built in: a JDK knows no signals but TERM and KILL. */
  private void kill(String signal) {
    String pid = Long.toString(command.pid());
    try {
      new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, pid)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      command.destroy(); // better another signal than none
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
