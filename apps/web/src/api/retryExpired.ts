interface Refused {
  errors?: { errorType?: string; message?: string; originalError?: { name?: string } }[];
}

const isExpired = (error: unknown): boolean =>
  ((error as Refused)?.errors ?? []).some(({ errorType = "", message = "", originalError }) =>
    // A whole request that was refused has the API's error name, UnauthorizedException, and at times no more; a field that
    // isn't the user's to see is Unauthorized.
    /Token has expired|status code 401|UnauthorizedException/.test(
      `${errorType} ${message} ${originalError?.name ?? ""}`,
    ),
  );

/**
 * Sends again, once, with a new token what was refused for an expired one. aws-amplify renews a token by this device's
 * clock; one that is behind the API's would hold on to a token that has run out.
 */
export async function retryExpired<Output>(
  send: () => Promise<Output>,
  renew: () => Promise<unknown>,
): Promise<Output> {
  try {
    return await send();
  } catch (error) {
    if (!isExpired(error)) throw error;
    await renew();
    return send();
  }
}
