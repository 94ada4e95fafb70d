/** The AWS Region that the app is deployed to. */
export const region = "us-east-1";
