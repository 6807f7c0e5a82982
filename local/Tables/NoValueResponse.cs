using Azure;

namespace Proctoring.Local.Tables;

/// <summary>The answer of a read that found nothing.</summary>
sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException($"Value is not available. Status: {response.Status}, Service returned no content.");

    public override Response GetRawResponse() => response;
}
