package io.github.ecsusagereport.metadata;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;

/**
 * A socket that bounds the whole answer. A socket's own timeout starts anew with each byte: an
 * endpoint that drips would hold the last request, and with it the line, for ever. Never goes
 * through a proxy.
 */
final class DeadlineSocket extends Socket {
  private final Deadline deadline;
  private int timeoutMillis;

  DeadlineSocket(Deadline deadline) {
    super(Proxy.NO_PROXY);
    this.deadline = deadline;
  }

  /** Kept, because HttpClient asks whether a connection is still alive with a timeout of 1 ms. */
  @Override
  public synchronized void setSoTimeout(int millis) throws SocketException {
    timeoutMillis = millis;
    super.setSoTimeout(millis);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        limitTimeout();
        return in.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        limitTimeout();
        return in.read(bytes, offset, length);
      }
    };
  }

  private synchronized void limitTimeout() throws IOException {
    int remaining = deadline.remainingMillis();
    if (remaining == 0) {
      throw new SocketTimeoutException("the answer took too long");
    }
    super.setSoTimeout(timeoutMillis == 0 ? remaining : Math.min(timeoutMillis, remaining));
  }
}
