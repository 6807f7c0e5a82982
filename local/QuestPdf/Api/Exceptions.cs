namespace QuestPDF.Drawing.Exceptions;

/// <summary>The content asks for more room than a whole page has.</summary>
public class DocumentLayoutException : Exception
{
    internal DocumentLayoutException(string message) : base(message)
    {
    }
}

/// <summary>The document was put together wrongly, for example two children in one place.</summary>
public class DocumentComposeException : Exception
{
    internal DocumentComposeException(string message) : base(message)
    {
    }
}
