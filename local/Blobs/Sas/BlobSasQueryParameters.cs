namespace Azure.Storage.Sas;

/// <summary>A signed token; <see cref="object.ToString"/> gives the query string, without its question mark.</summary>
public sealed class BlobSasQueryParameters
{
    internal BlobSasQueryParameters(string query) => Query = query;

    internal string Query { get; }

    public override string ToString() => Query;
}
