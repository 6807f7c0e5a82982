namespace Microsoft.Azure.Functions.Worker;

public abstract class FunctionContext;
