using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Proctoring.Local.Host;

abstract class LocalFunctionContext : FunctionContext
{
    public HttpContext? HttpContext { get; init; }

    public abstract InvocationResult Result { get; }
}
